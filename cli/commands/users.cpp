// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/people.hpp"
#include "base/error.hpp"
#include "commands/list.hpp"
#include "output/ask.hpp"
#include "output/table.hpp"

namespace tracekit::cli {
namespace {

/// What the dashboard makes of somebody.
std::string standing(const store::Person& person) {
  if (person.state != store::PersonState::active) {
    return std::string(to_string(person.state));
  }
  return person.password.empty() ? "no password" : person.is_admin ? "administrator" : "active";
}

int list_users(Session& session) {
  const auto people = store::People(session.app().store().connection()).all();
  if (session.options().json) {
    nlohmann::json document = nlohmann::json::array();
    for (const store::Person& person : people) {
      document.push_back(app::to_json(person));
    }
    session.print_json(document);
    return 0;
  }
  Table table({{"Nr", Align::right}, {"E-mail", Align::left, 12, true}, {"Since"}, {"Dashboard"}});
  for (const store::Person& person : people) {
    table.add({{std::to_string(person.id)},
               {person.email.empty() ? "(the owner, without an address)" : person.email},
               {format_utc(person.created_at).substr(0, 10)},
               {standing(person)}});
  }
  session.print(table.render(session.terminal()));
  return 0;
}

store::Person must_find(Session& session, const std::string& email) {
  auto person = store::People(session.app().store().connection()).find(email);
  if (!person) {
    throw Error(ErrorKind::not_found, fmt::format("there is no user {}", printable(email)),
                "`tracekit users` lists them");
  }
  return std::move(*person);
}

int add_user(Session& session, const std::string& email) {
  const std::string address = app::checked_email(email);
  app::App& app = session.app();
  const store::User user = app.store().users().add(address, app.now());
  app.mine().audit.append("cli", "user.add", user.email, app.now());
  if (session.options().json) {
    session.print_json(app::to_json(must_find(session, user.email)));
  } else {
    session.print(
        fmt::format("User {} is number {}. `tracekit --user {} ...` acts as them.\n", user.email, user.id, user.email));
  }
  return 0;
}

using Act = void (*)(app::App& owner, UserId id, const std::string& actor);

constexpr const char* actor = "cli";

int act_on(Session& session, const std::string& email, Act act, const char* words) {
  const store::Person person = must_find(session, email);
  act(session.app(), person.id, actor);
  session.say(fmt::format("{} {}", person.email, words));
  return 0;
}

int ask_password(Session& session, const std::string& email) {
  const store::Person person = must_find(session, email);
  std::string password;
  std::string again;
  if (!ask_secret("New password:", password) || !ask_secret("Once more:", again)) {
    throw Error(ErrorKind::usage, "no password was given", "type it twice, or give it on two lines of standard input");
  }
  if (password != again) {
    throw Error(ErrorKind::usage, "the two passwords differ");
  }
  app::set_password(session.app(), person.id, Secret(std::move(password)), actor);
  session.say(fmt::format("{} signs in with it from now on; all sessions have ended.", person.email));
  return 0;
}

int run_users(Session& session, const std::vector<std::string>& words) {
  if (words.empty()) {
    return list_users(session);
  }
  if (words.size() == 2 && words[0] == "add") {
    return add_user(session, words[1]);
  }
  if (words.size() == 2 && words[0] == "approve") {
    return act_on(session, words[1], app::approve_person, "may use the dashboard.");
  }
  if (words.size() == 2 && words[0] == "block") {
    return act_on(session, words[1], app::block_person, "is kept out of the dashboard, tokens included.");
  }
  if (words.size() == 2 && words[0] == "password") {
    return ask_password(session, words[1]);
  }
  throw Error(ErrorKind::usage, "what about the users?",
              "say `add EMAIL`, `approve EMAIL`, `block EMAIL` or `password EMAIL`, or nothing for the list");
}

} // namespace

void add_users(CommandLine& command_line) {
  auto words = std::make_shared<std::vector<std::string>>();
  Command& command = command_line.command("users", "List the people of this database, add one, or let one in");
  command.option("WORDS", *words, "add, approve, block or password, and an e-mail address; nothing lists them")
      .such_as({"add", "approve", "block", "password"});
  command.runs([words](Session& session) { return run_users(session, *words); });
}

} // namespace tracekit::cli
