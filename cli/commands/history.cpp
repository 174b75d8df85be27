// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/app.hpp"
#include "app/dismissal.hpp"
#include "app/history.hpp"
#include "commands/list.hpp"
#include "output/table.hpp"
#include "output/words.hpp"
#include "workout_words.hpp"

namespace tracekit::cli {
namespace {

std::string what_words(const std::string& kind, const std::string& field, const std::string& before,
                       const std::string& after) {
  if (field.empty()) {
    return kind + (after.empty() ? "" : ": " + after);
  }
  return fmt::format("{}: \"{}\" → \"{}\"", field, before, after);
}

std::string what_words(const store::Intent& intent) {
  return what_words(intent.kind, intent.field, intent.old_value, intent.new_value);
}

std::string text_of(const std::vector<app::PastChange>& changes, const TimeZone& home, const Terminal& terminal) {
  Table table({{"Nr", Align::right},
               {"When"},
               {"Provider"},
               {"Workout", Align::left, 10, true},
               {"Change", Align::left, 20, true},
               {"Outcome", Align::left, 8, true}});
  for (const auto& [entry, workout] : changes) {
    const bool failed = entry.outcome != store::Outcome::done;
    std::string outcome(store::to_string(entry.outcome));
    outcome += entry.undone_at ? ", undone" : entry.message.empty() ? "" : ": " + entry.message;
    table.add({{std::to_string(entry.id)},
               {start_words(home.to_wall(entry.begun_at), false)},
               {entry.intent.provider},
               {workout ? workout_words(*workout) : ""},
               {(entry.intent.undoes ? fmt::format("undo {}: ", *entry.intent.undoes) : "") + what_words(entry.intent)},
               {outcome, failed ? Style::red : Style::plain}});
  }
  return table.render(terminal);
}

std::string text_of_dismissed(app::App& app, const nlohmann::json& changes, const Terminal& terminal) {
  Table table({{"Id"}, {"Month"}, {"Provider"}, {"Workout", Align::left, 10, true}, {"Change", Align::left, 20, true}});
  const auto text = [](const nlohmann::json& change, const char* name) { return change.value(name, std::string()); };
  for (const nlohmann::json& change : changes) {
    const auto workout = app::workout_now(app, change.value("activity", ActivityId{0}));
    table.add({{text(change, "id")},
               {text(change, "month")},
               {text(change, "provider")},
               {workout ? workout_words(*workout) : ""},
               {what_words(text(change, "kind"), text(change, "field"), text(change, "old"), text(change, "new"))}});
  }
  return table.render(terminal);
}

int list_dismissed(Session& session) {
  const nlohmann::json document = app::dismissed_changes(session.app());
  if (session.options().json) {
    session.print_json(document);
  } else if (const nlohmann::json& changes = document.at("dismissed"); changes.empty()) {
    session.print("Nothing was dismissed: every change may be proposed.\n");
  } else {
    session.print(text_of_dismissed(session.app(), changes, session.terminal()));
  }
  return 0;
}

int run_history(Session& session, std::int64_t limit) {
  app::App& app = session.app();
  const auto changes = app::history(app, limit);
  if (session.options().json) {
    session.print_json(app::to_json(changes));
  } else if (changes.empty()) {
    session.print("Nothing was changed at any provider yet.\n");
  } else {
    session.print(text_of(changes, app.home(), session.terminal()));
  }
  return 0;
}

} // namespace

void add_history(CommandLine& command_line) {
  auto limit = std::make_shared<std::int64_t>(50);
  Command& command = command_line.command(
      "history", "List the changes that were made at providers, newest first, and of which workouts");
  command.option("--limit", *limit, "how many").within(1, 1'000'000);
  auto dismissed = std::make_shared<bool>(false);
  command.flag("--dismissed", *dismissed,
               "list what is never to be proposed instead; `tracekit undo ID` brings it back");
  command.runs([limit, dismissed](Session& session) {
    return *dismissed ? list_dismissed(session) : run_history(session, *limit);
  });
}

} // namespace tracekit::cli
