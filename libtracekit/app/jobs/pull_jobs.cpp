// SPDX-License-Identifier: MIT
#include "app/jobs/pull_jobs.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "app/jobs/job_kinds.hpp"
#include "app/sync_month.hpp"
#include "base/day_order.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

/// A stretch of days; nothing means everything that is new.
struct DayRange {
  std::optional<Date> from;
  std::optional<Date> to;
};

DayRange days_of_month(Month month) { return {month.first_day(), month.last_day()}; }

std::vector<DayRange> wanted_days(const App& app, const JobArguments& arguments) {
  std::vector<Month> months = arguments.months("months");
  if (arguments.flag("recent")) {
    months.push_back(app.current_month());
    months.push_back(app.current_month().plus(-1));
  }
  if (months.empty()) {
    return {{arguments.day("from"), arguments.day("to")}};
  }
  std::sort(months.begin(), months.end(), [](Month a, Month b) { return b < a; });
  months.erase(std::unique(months.begin(), months.end()), months.end());
  std::vector<DayRange> days;
  for (const Month month : months) {
    days.push_back(days_of_month(month));
  }
  return days;
}

store::NewJob job_for(const std::string& provider, const DayRange& days, bool force) {
  json arguments = {{"provider", provider}};
  if (days.from) {
    arguments["from"] = format_date(*days.from);
  }
  if (days.to) {
    arguments["to"] = format_date(*days.to);
  }
  if (force) {
    arguments["force"] = true;
  }
  return make_job("pull-provider", arguments);
}

/// One that reads everything each time is asked once, whatever the months.
std::vector<store::NewJob> jobs_for(const std::string& provider, const std::vector<DayRange>& days, bool force) {
  std::vector<store::NewJob> jobs;
  if (!registered_provider(provider).info.has_months) {
    jobs.push_back(job_for(provider, {}, force));
    return jobs;
  }
  for (const DayRange& stretch : days) {
    jobs.push_back(job_for(provider, stretch, force));
  }
  return jobs;
}

} // namespace

void check_days(const JobArguments& arguments) {
  const bool has_days = arguments.has("from") || arguments.has("to");
  if (arguments.has("months") && (has_days || arguments.flag("recent"))) {
    arguments.refuse("months", "goes neither with from and to nor with recent");
  }
  if (has_days && arguments.flag("recent")) {
    arguments.refuse("recent", "does not go with from and to");
  }
  if (arguments.has("months") && arguments.months("months").empty()) {
    arguments.refuse("months", "names no month");
  }
  check_day_order(arguments.day("from"), arguments.day("to"));
}

json run_pull(App& app, const JobArguments& arguments) {
  std::vector<std::string> providers = arguments.providers("providers");
  if (providers.empty()) {
    providers = app.enabled_providers();
  }
  const std::vector<DayRange> days = wanted_days(app, arguments);
  std::vector<store::NewJob> jobs;
  for (const std::string& provider : providers) {
    if (app.unavailable(provider).empty()) {
      const auto of_provider = jobs_for(provider, days, arguments.flag("force"));
      jobs.insert(jobs.end(), of_provider.begin(), of_provider.end());
    }
  }
  json added = json::array();
  for (const store::Jobs::Added& job : app.mine().jobs.add(jobs)) {
    added.push_back(job.id);
  }
  return {{"jobs", std::move(added)}};
}

json run_pull_provider(App& app, const JobArguments& arguments) {
  return pull_one(
      app, {arguments.day("from"), arguments.day("to"), {*arguments.provider("provider")}, arguments.flag("force")});
}

std::set<Month> months_being_pulled(App& app) {
  std::set<Month> months;
  for (const std::string& kind : {std::string("pull"), std::string("pull-provider")}) {
    for (const std::string& text : app.mine().jobs.arguments_of_unfinished(kind)) {
      const json values = json::parse(text);
      for (const DayRange& days : wanted_days(app, JobArguments(kind, values))) {
        for (Month month = days.from ? Month::of(*days.from) : Month{};
             days.from && days.to && month <= Month::of(*days.to); month = month.plus(1)) {
          months.insert(month);
        }
      }
    }
  }
  return months;
}

json pull_one(App& app, const PullOptions& options) {
  const PullReport report = pull(app, options);
  const ProviderPull& provider = report.providers.front();
  if (provider.failed == ErrorKind::rate_limit) {
    throw RateLimited(provider.message, provider.resets_at, provider.hint);
  }
  if (provider.skipped) {
    throw Error(ErrorKind::config, provider.message);
  }
  if (provider.failed) {
    throw Error(*provider.failed, provider.message, provider.hint);
  }
  return to_json(report).at("providers").at(0);
}

} // namespace tracekit::app
