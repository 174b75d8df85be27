// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/app.hpp"
#include "app/schedules.hpp"
#include "base/error.hpp"
#include "commands/list.hpp"
#include "output/table.hpp"
#include "output/words.hpp"

namespace tracekit::cli {
namespace {

using nlohmann::json;

struct ScheduleArguments {
  std::vector<std::string> words;
  std::optional<std::string> time_zone;
  std::optional<std::string> job;
  std::optional<std::string> with;
};

int list_schedules(Session& session) {
  const std::vector<store::Schedule> schedules = app::schedules(session.app());
  if (session.options().json) {
    json document = json::array();
    for (const store::Schedule& schedule : schedules) {
      document.push_back(app::to_json(schedule));
    }
    session.print_json(document);
    return 0;
  }
  Table table({{"Name"}, {"When"}, {"Zone"}, {"Job", Align::left, 10, true}, {"Next"}, {"Last"}});
  for (const store::Schedule& schedule : schedules) {
    const TimeZone zone(schedule.time_zone);
    const Style style = schedule.enabled ? Style::plain : Style::dim;
    table.add({{schedule.name, style},
               {schedule.expression, style},
               {schedule.time_zone, style},
               {schedule.kind + (schedule.arguments == "{}" ? "" : " " + schedule.arguments), style},
               {schedule.enabled ? start_words(zone.to_wall(schedule.next_at), false) : "off", style},
               {schedule.last_at ? start_words(zone.to_wall(*schedule.last_at), false) : "—", style}});
  }
  session.print(table.render(session.terminal()));
  return 0;
}

store::Schedule wanted(Session& session, const ScheduleArguments& arguments) {
  store::Schedule schedule;
  schedule.name = arguments.words[1];
  if (const auto known = app::find_schedule(session.app(), schedule.name)) {
    schedule = *known;
  }
  if (arguments.words.size() > 2) {
    schedule.expression = arguments.words[2];
  }
  if (schedule.expression.empty()) {
    throw Error(ErrorKind::usage, fmt::format("when is \"{}\" to happen?", schedule.name),
                "tracekit schedule set nightly \"15 3 * * *\"");
  }
  schedule.time_zone = arguments.time_zone.value_or(schedule.time_zone);
  schedule.kind = arguments.job.value_or(schedule.kind);
  schedule.arguments = arguments.with.value_or(schedule.arguments);
  schedule.enabled = true;
  return schedule;
}

int run_schedule(Session& session, const ScheduleArguments& arguments) {
  if (arguments.words.empty()) {
    return list_schedules(session);
  }
  const std::string& verb = arguments.words.front();
  const std::size_t most = verb == "set" || verb == "on" ? 3 : 2;
  if ((verb != "set" && verb != "on" && verb != "off" && verb != "remove") || arguments.words.size() < 2 ||
      arguments.words.size() > most) {
    throw Error(ErrorKind::usage, "what about the schedule?",
                "say `set NAME WHEN`, `on NAME`, `off NAME` or `remove NAME`, or nothing for the list");
  }
  if (verb == "remove") {
    app::remove_schedule(session.app(), arguments.words[1]);
  } else if (verb == "off") {
    app::switch_schedule_off(session.app(), arguments.words[1]);
  } else {
    app::save_schedule(session.app(), wanted(session, arguments));
  }
  return session.options().quiet ? 0 : list_schedules(session);
}

} // namespace

void add_schedule(CommandLine& command_line) {
  auto arguments = std::make_shared<ScheduleArguments>();
  Command& command = command_line.command("schedule", "Show and change what workers start by themselves");
  command
      .option("WORDS", arguments->words,
              "`on nightly` pulls this month and the one before every night; `set NAME WHEN` for others, WHEN as in "
              "cron (\"15 3 * * *\") or \"every 30m\"; `off NAME`, `remove NAME`; nothing lists them")
      .such_as({"on", "off", "set", "remove"});
  command.option("--timezone", arguments->time_zone, "IANA zone in which WHEN is meant (default: your home's)");
  command.option("--job", arguments->job, "kind of the job (default: pull)");
  command.option("--with", arguments->with, "its arguments, JSON (default: {\"recent\": true})");
  command.runs([arguments](Session& session) { return run_schedule(session, *arguments); });
}

} // namespace tracekit::cli
