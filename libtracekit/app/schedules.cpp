// SPDX-License-Identifier: MIT
#include "app/schedules.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "app/jobs/job_kinds.hpp"
#include "jobs/schedule_expression.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

constexpr const char* recent_months = R"({"recent": true})";

store::Schedule nightly(const App& app) {
  store::Schedule schedule;
  schedule.user = 0;
  schedule.name = "nightly";
  schedule.expression = "15 3 * * *";
  schedule.time_zone = app.home().name();
  schedule.kind = "pull";
  schedule.arguments = recent_months;
  schedule.enabled = false;
  return schedule;
}

[[noreturn]] void throw_unknown(const std::string& name) {
  throw Error(ErrorKind::not_found, fmt::format("there is no schedule \"{}\"", name), "`tracekit schedule` lists them");
}

} // namespace

std::vector<store::Schedule> schedules(App& app) {
  std::vector<store::Schedule> all = app.mine().schedules.all();
  const bool has_nightly = std::any_of(all.begin(), all.end(), [](const auto& one) { return one.name == "nightly"; });
  if (!has_nightly) {
    all.insert(all.begin(), nightly(app));
  }
  return all;
}

std::optional<store::Schedule> find_schedule(App& app, const std::string& name) {
  auto found = app.mine().schedules.find(name);
  return found || name != "nightly" ? found : std::optional(nightly(app));
}

void save_schedule(App& app, store::Schedule schedule) {
  if (schedule.name.empty()) {
    throw Error(ErrorKind::usage, "a schedule needs a name");
  }
  schedule.time_zone = schedule.time_zone.empty() ? app.home().name() : schedule.time_zone;
  if (schedule.kind.empty()) {
    schedule.kind = "pull";
    schedule.arguments = schedule.arguments == "{}" || schedule.arguments.empty() ? recent_months : schedule.arguments;
  }
  const json arguments = json::parse(schedule.arguments, nullptr, false);
  if (arguments.is_discarded()) {
    throw Error(ErrorKind::usage, fmt::format("the arguments of the schedule \"{}\" are no JSON", schedule.name));
  }
  check_job(schedule.kind, arguments);
  const auto next = jobs::ScheduleExpression::parse(schedule.expression).next(app.now(), TimeZone(schedule.time_zone));
  if (!next) {
    throw Error(ErrorKind::usage, fmt::format("\"{}\" never comes", schedule.expression));
  }
  schedule.next_at = *next;
  app.mine().schedules.save(schedule);
}

void switch_schedule_off(App& app, const std::string& name) {
  auto schedule = find_schedule(app, name);
  if (!schedule) {
    throw_unknown(name);
  }
  schedule->enabled = false;
  app.mine().schedules.save(*schedule);
}

void remove_schedule(App& app, const std::string& name) {
  if (!app.mine().schedules.erase(name)) {
    throw_unknown(name);
  }
}

json to_json(const store::Schedule& schedule) {
  return {{"name", schedule.name},
          {"when", schedule.expression},
          {"timezone", schedule.time_zone},
          {"job", schedule.kind},
          {"arguments", json::parse(schedule.arguments, nullptr, false)},
          {"enabled", schedule.enabled},
          {"next_at", schedule.enabled ? json(format_utc(schedule.next_at)) : json(nullptr)},
          {"last_at", schedule.last_at ? json(format_utc(*schedule.last_at)) : json(nullptr)}};
}

} // namespace tracekit::app
