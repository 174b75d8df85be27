// SPDX-License-Identifier: MIT
#include "app/calendar_view.hpp"

#include <algorithm>

#include "app/months.hpp"

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

} // namespace

calendar::Grid calendar_grid(App& app, std::optional<Month> from, std::optional<Month> to, std::optional<int> months) {
  refresh_touched_months(app);
  std::vector<std::string> providers = app.enabled_providers();
  std::map<Month, calendar::MonthFacts> facts;
  std::map<std::pair<std::string, Month>, calendar::Coverage> coverage;
  if (const auto range = app.mine().month_summaries.range()) {
    const Month first = from && !months ? *from : range->first;
    for (const store::MonthSummary& summary : app.mine().month_summaries.in_months(first, range->second)) {
      calendar::MonthFacts& fact = facts[summary.month];
      fact = {summary.activities, summary.matched, summary.open_differences, {}};
      for (const store::ProviderMonth& provider : summary.providers) {
        fact.records[provider.provider] = provider.records;
      }
    }
    for (const store::MonthCoverage& month : app.mine().coverage.in_months(first, range->second)) {
      coverage[{month.provider, month.month}] = coverage_of(month.status);
    }
  }
  std::erase_if(facts, [](const auto& entry) { return entry.second.activities == 0; });
  for (const auto& [month, fact] : facts) {
    for (const auto& [provider, count] : fact.records) {
      if (count > 0 && std::find(providers.begin(), providers.end(), provider) == providers.end()) {
        providers.push_back(provider);
      }
    }
  }
  return calendar::make_grid(providers, facts, coverage, {from, to, months, app.current_month()});
}

} // namespace tracekit::app
