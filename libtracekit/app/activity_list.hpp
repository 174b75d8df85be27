// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/app.hpp"

namespace tracekit::app {

/// An activity in one line.
struct ListedActivity {
  ActivityId id = 0;
  std::int64_t local_day = 0; ///< days since 1970-01-01
  std::optional<WallSeconds> start_local;
  bool date_only = false;
  std::string sport; ///< words for people
  std::string name;
  std::optional<double> distance_m;
  std::optional<double> duration_s;
  std::vector<std::string> providers; ///< that have it
};

struct ActivityListFilter {
  std::optional<Date> from; ///< local days, both ends included
  std::optional<Date> to;
  std::optional<ActivityId> before; ///< only older ones than this
  std::size_t limit = 50;
};

/// The newest activities first, as they were last matched; those without any day are not among them. Throws
/// Error(not_found) when there is no activity `before`.
std::vector<ListedActivity> list_activities(App& app, const ActivityListFilter& filter);

/// The activities just before and after one in time.
struct Neighbours {
  std::optional<ActivityId> previous;
  std::optional<ActivityId> next;
};
Neighbours neighbours_of(App& app, ActivityId id);

nlohmann::json to_json(const std::vector<ListedActivity>& activities);

} // namespace tracekit::app
