// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/activity_view.hpp"
#include "app/app.hpp"
#include "commands/list.hpp"
#include "model/sport.hpp"
#include "output/words.hpp"

namespace tracekit::cli {
namespace {

/// One line for people: number, start, sport, distance, name, who has it.
std::string line_of(const Activity& activity, const std::vector<Record>& records, const TimeZone& home, Units units) {
  const Record& first = records.front();
  std::string providers;
  std::string name;
  std::optional<double> distance;
  for (const Record& record : records) {
    if (!providers.ends_with(record.key.provider)) {
      providers += (providers.empty() ? "" : ", ") + record.key.provider;
    }
    name = name.empty() ? record.name : name;
    distance = distance ? distance : record.totals.distance_m;
  }
  return fmt::format("{:>6}  {:<16}  {:<18}  {:>10}  {}  ({})\n", activity.id, start_words(first, home),
                     sport_label(first.sport, first.sub_sport), distance_words(distance, units), printable(name),
                     providers);
}

int run_activities(Session& session) {
  app::App& app = session.app();
  app::for_each_activity(app, [&](const Activity& activity, const std::vector<Record>& records) {
    if (session.options().json) {
      session.print(
          app::activity_json(activity, records).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    } else {
      session.print(line_of(activity, records, app.home(), app.settings().units));
    }
  });
  return 0;
}

} // namespace

void add_activities(CommandLine& command_line) {
  Command& command =
      command_line.command("activities", "List every activity with its records (JSON lines with --json)");
  command.runs(run_activities);
}

} // namespace tracekit::cli
