// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/app.hpp"
#include "app/changes.hpp"
#include "app/dismissal.hpp"
#include "app/history.hpp"
#include "app/provider_locks.hpp"
#include "base/error.hpp"
#include "commands/list.hpp"
#include "output/ask.hpp"
#include "workout_words.hpp"

namespace tracekit::cli {
namespace {

struct UndoArguments {
  std::string change;
  bool yes = false;
};

bool confirmed(Session& session, const std::string& question, bool yes) {
  if (yes) {
    return true;
  }
  if (!session.terminal().interactive) {
    throw Error(ErrorKind::usage, "there is no terminal to ask on", "add --yes to undo without asking");
  }
  std::string answer;
  return ask_line(question + " [y/n]", answer) && !answer.empty() && (answer.front() == 'y' || answer.front() == 'Y');
}

/// What was said of a proposal is only ours: nothing is written anywhere, so nothing is asked.
int bring_back(Session& session, const std::string& id) {
  app::bring_back_change(session.app(), id);
  if (session.options().json) {
    session.print_json({{"brought_back", id}});
  } else {
    session.print(fmt::format("✓ change {} is proposed again while it would change something\n", id));
  }
  return 0;
}

int run_undo(Session& session, const UndoArguments& arguments) {
  app::App& app = session.app();
  if (const auto dismissed = app::find_dismissed(app, arguments.change)) {
    return bring_back(session, *dismissed);
  }
  const app::ProviderLocks locks = app::lock_for_changes(app);
  const store::JournalEntry entry = app::find_entry(app, arguments.change);
  const store::Intent& intent = entry.intent;
  const std::string what = fmt::format("{} {}: {} back from \"{}\" to \"{}\"", intent.provider, intent.target.id,
                                       intent.field, intent.new_value, intent.old_value);
  if (!session.options().json) {
    const auto workout = app::changed_workout(app, intent);
    session.say(fmt::format("Change {}{}: {}", entry.id, workout ? ", of " + workout_words(*workout) : "", what));
  }
  if (!confirmed(session, "Write the old value back?", arguments.yes)) {
    return 0;
  }
  const app::AppliedChange applied = app::undo(app, entry);
  if (session.options().json) {
    session.print_json(app::to_json(applied));
  } else if (applied.done) {
    session.print("✓ " + printable(what) + "\n");
  } else {
    session.say("✗ " + applied.message);
  }
  return applied.done ? 0 : 1;
}

} // namespace

void add_undo(CommandLine& command_line) {
  auto arguments = std::make_shared<UndoArguments>();
  Command& command = command_line.command(
      "undo", "Write the old value of an applied change back, or let a dismissed one be proposed again");
  command.option("CHANGE", arguments->change,
                 "its number in `tracekit history`, or the id in `tracekit history --dismissed` (default: the newest "
                 "that was applied)");
  command.flag("--yes", arguments->yes, "do not ask");
  command.runs([arguments](Session& session) { return run_undo(session, *arguments); });
}

} // namespace tracekit::cli
