// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/sign_in.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "commands/list.hpp"
#include "output/ask.hpp"
#include "output/table.hpp"

namespace tracekit::cli {
namespace {

struct AuthArguments {
  std::string provider;
  bool status = false;
  bool revoke = false;
  bool manual = false;
};

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

/// From the terminal without showing it, else the first line of the input.
Secret read_key(const std::string& question) {
  std::string line;
  if (!ask_secret(question, line)) {
    throw Error(ErrorKind::interrupted, "nothing was saved");
  }
  Secret key{std::string(trim(line))};
  Secret{std::move(line)}; // wiped
  return key;
}

Account sign_in_with_key(Session& session, const ProviderInfo& info) {
  const Option& option = app::key_option(info.id);
  app::App& app = session.app();
  if (session.terminal().interactive) {
    session.say(option.help);
  }
  return app::sign_in_with_key(app, info.id, read_key(fmt::format("{}:", option.label)));
}

Account sign_in_with_browser(Session& session, const ProviderInfo& info, bool manual) {
  net::OAuthDialog dialog;
  dialog.show = [&session](const std::string& url) { session.say("Open this address in your browser:\n  " + url); };
  if (manual) {
    dialog.pasted = [] {
      std::string answer;
      if (!ask_line("Paste the address at which the browser ended, or the code in it:", answer)) {
        throw Error(ErrorKind::interrupted, "nothing was saved");
      }
      return answer;
    };
  }
  return app::sign_in_with_oauth(session.app(), info.id, dialog);
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
    const bool was = app::sign_out(session.app(), info.id);
    session.say(
        was ? fmt::format("Forgot the sign-in to {}{}.", info.title, info.erase_when_gone ? ", and its records" : "")
            : fmt::format("Nobody had signed in to {}.", info.title));
    return 0;
  }
  if (info.sign_in == SignIn::none) {
    throw Error(ErrorKind::usage, fmt::format("{} needs no sign-in", info.title));
  }
  if (registered_provider(info.id).make == nullptr) {
    throw Error(ErrorKind::config, fmt::format("this version cannot connect to {}", info.title));
  }
  const Account account = info.sign_in == SignIn::oauth2 ? sign_in_with_browser(session, info, arguments.manual)
                                                         : sign_in_with_key(session, info);
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
  command.option("PROVIDER", arguments->provider, "such as intervalsicu");
  command.flag("--status", arguments->status, "only show where you are signed in");
  command.flag("--manual", arguments->manual,
               "where no browser can come back to this machine: paste its address or code");
  command.flag("--revoke", arguments->revoke, "forget the sign-in");
  command.runs([arguments](Session& session) { return run_auth(session, *arguments); });
}

} // namespace tracekit::cli
