// SPDX-License-Identifier: MIT
// `link`, `unlink` and `ignore`: a person's word on matching.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/app.hpp"
#include "app/judgement.hpp"
#include "app/words_said.hpp"
#include "base/error.hpp"
#include "commands/list.hpp"
#include "output/said_text.hpp"

namespace tracekit::cli {
namespace {

void report(Session& session, ActivityId activity, const std::string& sentence) {
  if (session.options().json) {
    session.print_json({{"activity", activity}});
  } else {
    session.print(sentence);
  }
}

int run_link(Session& session, const std::string& one, const std::string& other) {
  app::App& app = session.app();
  const ActivityId activity = app::say_same(app, app::find_records(app, one), app::find_records(app, other));
  report(session, activity, fmt::format("They are one workout now: activity {}.\n", activity));
  return 0;
}

int run_unlink(Session& session, const std::string& text) {
  app::App& app = session.app();
  const ActivityId activity = app::say_different(app, app::find_record(app, text));
  report(session, activity, fmt::format("It is a workout of its own now: activity {}.\n", activity));
  return 0;
}

struct IgnoreArguments {
  std::string record;
  bool stop = false;
  bool list = false;
};

int list_left_out(Session& session) {
  app::App& app = session.app();
  const app::WordsSaid words = app::words_said(app);
  if (session.options().json) {
    session.print_json(app::to_json(words).at("left_out"));
  } else {
    session.print(words.left_out.empty() ? "Nothing is left out.\n"
                                         : left_out_table(words.left_out, app, session.terminal()));
  }
  return 0;
}

int run_ignore(Session& session, const IgnoreArguments& arguments) {
  if (arguments.list) {
    return list_left_out(session);
  }
  if (arguments.record.empty()) {
    throw Error(ErrorKind::usage, "which record? RECORD is missing",
                "write provider:id as `tracekit show` lists them, or --list to see what is left out");
  }
  app::App& app = session.app();
  const RecordKey key =
      arguments.stop ? app::find_left_out(app, arguments.record) : app::find_record(app, arguments.record);
  if (arguments.stop) {
    app::stop_ignoring(app, key);
  } else {
    app::ignore_record(app, key);
  }
  if (session.options().json) {
    session.print_json({{"provider", key.provider}, {"id", key.id}, {"ignored", !arguments.stop}});
  } else {
    session.print(arguments.stop
                      ? "It counts again.\n"
                      : fmt::format("{}:{} is left out from now on; `tracekit ignore --stop {}:{}` brings it "
                                    "back.\n",
                                    key.provider, key.id, key.provider, key.id));
  }
  return 0;
}

} // namespace

void add_link(CommandLine& command_line) {
  struct Arguments {
    std::string one;
    std::string other;
  };
  auto arguments = std::make_shared<Arguments>();
  Command& command = command_line.command("link", "Say that two records or activities are one workout");
  command.option("A", arguments->one, "an activity's number, or a record as provider:id").required();
  command.option("B", arguments->other, "the other one").required();
  command.runs([arguments](Session& session) { return run_link(session, arguments->one, arguments->other); });
}

void add_unlink(CommandLine& command_line) {
  auto record = std::make_shared<std::string>();
  Command& command = command_line.command("unlink", "Say that a record is another workout than those it stands with");
  command.option("RECORD", *record, "provider:id, as `tracekit show` lists them").required();
  command.runs([record](Session& session) { return run_unlink(session, *record); });
}

void add_ignore(CommandLine& command_line) {
  auto arguments = std::make_shared<IgnoreArguments>();
  Command& command = command_line.command("ignore", "Leave a record out of everything; it stays stored");
  command.option("RECORD", arguments->record, "provider:id, as `tracekit show` lists them");
  command.flag("--stop", arguments->stop, "count it again");
  command.flag("--list", arguments->list, "show what is left out");
  command.runs([arguments](Session& session) { return run_ignore(session, *arguments); });
}

} // namespace tracekit::cli
