// SPDX-License-Identifier: MIT
#include "app/calendar_view.hpp"

#include <algorithm>

#include "app/jobs/pull_jobs.hpp"
#include "app/months.hpp"
#include "base/day_order.hpp"
#include "base/text.hpp"

namespace tracekit::app {
namespace {

calendar::Coverage coverage_of(store::CoverageStatus status) {
  switch (status) {
  case store::CoverageStatus::complete:
    return calendar::Coverage::complete;
  case store::CoverageStatus::partial:
    return calendar::Coverage::partial;
  case store::CoverageStatus::failed:
    return calendar::Coverage::failed;
  case store::CoverageStatus::impossible:
    return calendar::Coverage::impossible;
  case store::CoverageStatus::none:
    break;
  }
  return calendar::Coverage::not_pulled;
}

std::map<std::string, calendar::Holding> holdings_of(const store::MonthSummary& summary) {
  std::map<std::string, calendar::Holding> holdings;
  for (const store::ProviderMonth& month : summary.providers) {
    calendar::Holding& holding = holdings[month.provider];
    holding = {month.records, month.days, month.open_differences, {}};
    if (!month.devices.empty()) {
      holding.devices = split(month.devices, '\n');
    }
  }
  return holdings;
}

/// Reads no more months than are shown.
calendar::Known known_of(App& app, std::optional<Month> from, std::optional<Month> to) {
  calendar::Known known;
  const std::vector<std::string> enabled = app.enabled_providers();
  known.enabled.insert(enabled.begin(), enabled.end());
  known.pulling = months_being_pulled(app);
  const auto range = app.mine().month_summaries.range();
  if (!range) {
    return known;
  }
  known.oldest = range->first;
  const Month first = from.value_or(range->first);
  const Month last = to.value_or(range->second);
  for (const store::MonthSummary& summary : app.mine().month_summaries.in_months(first, last)) {
    if (summary.activities > 0) {
      known.months[summary.month] = {summary.activities, summary.matched, summary.open_differences,
                                     holdings_of(summary)};
    }
  }
  for (store::MonthCoverage& month : app.mine().coverage.in_months(first, last)) {
    known.pulls[{month.provider, month.month}] = {coverage_of(month.status), std::move(month.reason), month.pulled_at};
  }
  return known;
}

} // namespace

calendar::Grid calendar_grid(App& app, std::optional<Month> from, std::optional<Month> to, std::optional<int> months) {
  check_day_order(from ? std::optional(from->first_day()) : std::nullopt,
                  to ? std::optional(to->last_day()) : std::nullopt);
  refresh_touched_months(app);
  const calendar::Known known = known_of(app, months ? std::nullopt : from, to);
  std::vector<std::string> providers = app.enabled_providers();
  for (const auto& [month, facts] : known.months) {
    for (const auto& [provider, holding] : facts.providers) {
      if (holding.records > 0 && std::find(providers.begin(), providers.end(), provider) == providers.end()) {
        providers.push_back(provider);
      }
    }
  }
  return calendar::make_grid(providers, known, {from, to, months, app.current_month()});
}

} // namespace tracekit::app
