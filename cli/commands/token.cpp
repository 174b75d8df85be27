// SPDX-License-Identifier: MIT
#include "app/api_tokens.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/text.hpp"
#include "commands/list.hpp"
#include "output/table.hpp"

namespace tracekit::cli {
namespace {

struct TokenArguments {
  std::vector<std::string> words; ///< what to do, and with which token
  std::vector<std::string> scopes;
  std::string expires = "90d";
};

Error what_to_do() {
  return {ErrorKind::usage, "what is to be done with tokens?",
          "`tracekit token list`, `token add NAME --scope read`, or `token revoke NUMBER`"};
}

int add(Session& session, const std::string& name, const TokenArguments& arguments) {
  std::vector<app::TokenScope> scopes;
  for (const std::string& word : arguments.scopes) {
    scopes.push_back(app::token_scope_of(word));
  }
  app::App& app = session.app();
  const app::NewApiToken made =
      app::add_api_token(app, name, scopes, app::token_expiry(arguments.expires, app.now()), "cli");
  if (session.options().json) {
    nlohmann::json document = app::to_json(made.token, app.now());
    document["token"] = made.text.reveal();
    session.print_json(document);
    return 0;
  }
  session.say(fmt::format("Token {} \"{}\". It is shown this once:", made.token.id, printable(made.token.name)));
  session.print(made.text.reveal() + "\n");
  return 0;
}

int list(Session& session) {
  app::App& app = session.app();
  nlohmann::json document = nlohmann::json::array();
  Table table(
      {{"No.", Align::right}, {"Name", Align::left, 12, true}, {"Scopes"}, {"Until"}, {"Last used"}, {"State"}});
  for (const store::ApiToken& token : app.mine().api_tokens.list()) {
    document.push_back(app::to_json(token, app.now()));
    const auto day = [&](const std::optional<EpochSeconds>& at, const char* otherwise) {
      return at ? format_date(date_of_wall(app.home().to_wall(*at))) : std::string(otherwise);
    };
    const std::string state = document.back().at("state").get<std::string>();
    table.add({{std::to_string(token.id)},
               {token.name},
               {token.scopes},
               {day(token.expires_at, "for ever")},
               {day(token.last_used_at, "never")},
               {state, state == "good" ? Style::green : Style::dim}});
  }
  if (session.options().json) {
    session.print_json(document);
  } else {
    session.print(table.empty() ? "There are no tokens. `tracekit token add NAME --scope read` makes one.\n"
                                : table.render(session.terminal()));
  }
  return 0;
}

int revoke(Session& session, const std::string& number) {
  const auto id = parse_integer(number);
  if (!id) {
    throw Error(ErrorKind::usage, fmt::format("\"{}\" is not the number of a token", number),
                "`tracekit token list` shows them");
  }
  app::revoke_api_token(session.app(), *id, "cli");
  if (!session.options().quiet) {
    session.say(fmt::format("Token {} is refused from now on.", *id));
  }
  return 0;
}

int run_token(Session& session, const TokenArguments& arguments) {
  const std::vector<std::string>& words = arguments.words;
  if (words.size() == 1 && words[0] == "list") {
    return list(session);
  }
  if (words.size() == 2 && words[0] == "add") {
    return add(session, words[1], arguments);
  }
  if (words.size() == 2 && words[0] == "revoke") {
    return revoke(session, words[1]);
  }
  throw what_to_do();
}

} // namespace

void add_token(CommandLine& command_line) {
  auto arguments = std::make_shared<TokenArguments>();
  Command& command = command_line.command("token", "Make, list and revoke tokens with which programs use the web API");
  command.option("WORDS", arguments->words, "list, add NAME, or revoke NUMBER").such_as({"list", "add", "revoke"});
  command
      .option("--scope", arguments->scopes, "with add: what it may do (metrics, read, write, admin; may be repeated)")
      .separated_by(',');
  command.option("--expires", arguments->expires, "with add: 90d, 12h or never");
  command.runs([arguments](Session& session) { return run_token(session, *arguments); });
}

} // namespace tracekit::cli
