// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/app.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "commands/list.hpp"
#include "output/table.hpp"

namespace tracekit::cli {
namespace {

int list_users(Session& session) {
  const auto users = session.app().store().users().all();
  if (session.options().json) {
    nlohmann::json document = nlohmann::json::array();
    for (const store::User& user : users) {
      document.push_back({{"id", user.id}, {"email", user.email}, {"created_at", format_utc(user.created_at)}});
    }
    session.print_json(document);
    return 0;
  }
  Table table({{"Nr", Align::right}, {"E-mail", Align::left, 12, true}, {"Since"}});
  for (const store::User& user : users) {
    table.add({{std::to_string(user.id)},
               {user.email.empty() ? "(the owner, without an address)" : user.email},
               {format_utc(user.created_at).substr(0, 10)}});
  }
  session.print(table.render(session.terminal()));
  return 0;
}

int add_user(Session& session, const std::string& email) {
  const std::string_view address = trim(email);
  if (const std::size_t at = address.find('@'); at == 0 || at == std::string_view::npos || at + 1 == address.size() ||
                                                address.find_first_of(" \t\n") != std::string_view::npos) {
    throw Error(ErrorKind::usage, fmt::format("\"{}\" is no e-mail address", printable(email)));
  }
  app::App& app = session.app();
  const store::User user = app.store().users().add(email, app.now());
  app.mine().audit.append("cli", "user.add", user.email, app.now());
  session.print(
      fmt::format("User {} is number {}. `tracekit --user {} ...` acts as them.\n", user.email, user.id, user.email));
  return 0;
}

} // namespace

void add_users(CommandLine& command_line) {
  auto words = std::make_shared<std::vector<std::string>>();
  Command& command = command_line.command("users", "List the people of this database, or add one");
  command.option("WORDS", *words, "`add EMAIL`; nothing lists them");
  command.runs([words](Session& session) {
    if (words->empty()) {
      return list_users(session);
    }
    if (words->size() != 2 || words->front() != "add") {
      throw Error(ErrorKind::usage, "what about the users?", "say `add EMAIL`, or nothing for the list");
    }
    return add_user(session, words->back());
  });
}

} // namespace tracekit::cli
