// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/sign_in.hpp"
#include "base/error.hpp"
#include "commands/list.hpp"
#include "output/sign_in_dialog.hpp"
#include "output/table.hpp"
#include "providers/provider.hpp"

namespace tracekit::cli {
namespace {

constexpr int exit_in_part = 3;

struct AuthArguments {
  std::string provider;
  bool status = false;
  bool revoke = false;
  bool manual = false;
  std::optional<std::string> ticket;
  std::optional<std::string> import_tokens;
};

constexpr const char* ask_for_it = "ask";

int show_status(Session& session, const std::string& provider) {
  Table table({{"Provider"}, {"Sign-in"}, {"State", Align::left, 12, true}});
  nlohmann::json document = nlohmann::json::array();
  bool all = true;
  for (const app::SignInStatus& status : app::sign_in_status(session.app())) {
    if (!provider.empty() && status.provider != provider) {
      continue;
    }
    all = all && status.signed_in;
    document.push_back(app::to_json(status));
    table.add({{status.title},
               {status.method},
               status.signed_in
                   ? Table::Cell{"✓ " + status.where, Style::green}
                   : Table::Cell{"not signed in; run `tracekit auth " + status.provider + "`", Style::dim}});
  }
  if (session.options().json) {
    session.print_json(document);
  } else {
    session.print(table.render(session.terminal()));
  }
  return provider.empty() || all ? 0 : exit_code(ErrorKind::auth);
}

std::optional<Secret> given_ticket(const AuthArguments& arguments) {
  return *arguments.ticket == ask_for_it ? std::nullopt : std::optional(Secret(*arguments.ticket));
}

/// In the way that the arguments name, else in the provider's usual one.
Account sign_in(Session& session, const ProviderInfo& info, const AuthArguments& arguments) {
  if (arguments.import_tokens) {
    return app::sign_in_with_files(session.app(), info.id, *arguments.import_tokens);
  }
  if (arguments.ticket) {
    return sign_in_with_ticket(session, info, given_ticket(arguments));
  }
  switch (info.sign_in) {
  case SignIn::oauth2:
    return sign_in_with_browser(session, info, arguments.manual);
  case SignIn::password:
    return sign_in_with_password(session, info);
  case SignIn::api_key:
    return sign_in_with_key(session, info);
  case SignIn::none:
    break;
  }
  throw Error(ErrorKind::usage, fmt::format("{} needs no sign-in", info.title));
}

int sign_out(Session& session, const ProviderInfo& info) {
  const app::SignedOut out = app::sign_out(session.app(), info.id);
  session.say(out.was_signed_in ? fmt::format("Forgot the sign-in to {}{}.", info.title,
                                              info.erase_when_gone ? ", and its records" : "")
                                : fmt::format("Nobody had signed in to {}.", info.title));
  if (out.problem.empty()) {
    return 0;
  }
  session.say(fmt::format("{} could not be told: {}\n  end the access of tracekit in your settings there", info.title,
                          out.problem));
  return exit_in_part;
}

int run_auth(Session& session, const AuthArguments& arguments) {
  if (!arguments.provider.empty()) {
    registered_provider(arguments.provider);
  }
  if (arguments.status) {
    return show_status(session, arguments.provider);
  }
  if (arguments.provider.empty()) {
    throw Error(ErrorKind::usage, "which provider?", "`tracekit auth --status` lists them");
  }
  const ProviderInfo& info = registered_provider(arguments.provider).info;
  if (arguments.revoke) {
    return sign_out(session, info);
  }
  if (registered_provider(info.id).make == nullptr) {
    throw Error(ErrorKind::config, fmt::format("this version cannot connect to {}", info.title));
  }
  const Account account = sign_in(session, info, arguments);
  const app::App& app = session.app();
  if (!session.options().quiet) {
    session.say(fmt::format("Signed in to {} as {} ({}).", info.title, printable(account.name), printable(account.id)));
    if (!app.settings().providers.at(info.id).enabled) {
      session.say(fmt::format("It is not used yet: tracekit configure --set providers.{}.enabled=true", info.id));
    }
  }
  return 0;
}

} // namespace

void add_auth(CommandLine& command_line) {
  auto arguments = std::make_shared<AuthArguments>();
  Command& command = command_line.command("auth", "Sign in to a provider");
  command.option("PROVIDER", arguments->provider, "to which provider")
      .such_as(provider_ids([](const ProviderInfo& info) { return info.sign_in != SignIn::none; }));
  command.flag("--status", arguments->status, "only show where you are signed in");
  command.flag("--manual", arguments->manual,
               "where no browser can come back to this machine: paste its address or code");
  CommandOption ticket =
      command.option("--ticket", arguments->ticket, "sign in with your own browser and paste the ticket it gets");
  ticket.or_alone(ask_for_it);
  command.option("--import-tokens", arguments->import_tokens, "take over the tokens that another program keeps there")
      .excludes(ticket);
  command.flag("--revoke", arguments->revoke, "forget the sign-in");
  command.runs([arguments](Session& session) { return run_auth(session, *arguments); });
}

} // namespace tracekit::cli
