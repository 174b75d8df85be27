// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/app.hpp"
#include "app/changes.hpp"
#include "commands/list.hpp"
#include "output/table.hpp"
#include "output/words.hpp"

namespace tracekit::cli {
namespace {

std::string what_words(const store::Intent& intent) {
  if (intent.field.empty()) {
    return intent.kind + (intent.new_value.empty() ? "" : ": " + intent.new_value);
  }
  return fmt::format("{}: \"{}\" → \"{}\"", intent.field, intent.old_value, intent.new_value);
}

std::string text_of(const std::vector<store::JournalEntry>& entries, const TimeZone& home, const Terminal& terminal) {
  Table table({{"Nr", Align::right},
               {"When"},
               {"Provider"},
               {"Change", Align::left, 20, true},
               {"Outcome", Align::left, 8, true}});
  for (const store::JournalEntry& entry : entries) {
    const bool failed = entry.outcome != store::Outcome::done;
    std::string outcome(store::to_string(entry.outcome));
    outcome += entry.undone_at ? ", undone" : entry.message.empty() ? "" : ": " + entry.message;
    table.add({{std::to_string(entry.id)},
               {start_words(home.to_wall(entry.begun_at), false)},
               {entry.intent.provider},
               {(entry.intent.undoes ? fmt::format("undo {}: ", *entry.intent.undoes) : "") + what_words(entry.intent)},
               {outcome, failed ? Style::red : Style::plain}});
  }
  return table.render(terminal);
}

int run_history(Session& session, std::int64_t limit) {
  app::App& app = session.app();
  const auto entries = app.mine().journal.list(limit);
  if (session.options().json) {
    nlohmann::json document = nlohmann::json::array();
    for (const store::JournalEntry& entry : entries) {
      document.push_back(app::to_json(entry));
    }
    session.print_json(document);
  } else if (entries.empty()) {
    session.print("Nothing was changed at any provider yet.\n");
  } else {
    session.print(text_of(entries, app.home(), session.terminal()));
  }
  return 0;
}

} // namespace

void add_history(CommandLine& command_line) {
  auto limit = std::make_shared<std::int64_t>(50);
  Command& command = command_line.command("history", "List the changes that were made at providers, newest first");
  command.option("--limit", *limit, "how many").within(1, 1'000'000);
  command.runs([limit](Session& session) { return run_history(session, *limit); });
}

} // namespace tracekit::cli
