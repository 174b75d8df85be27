// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/app.hpp"

namespace tracekit::app {

/// One activity with everything that is known of it.
struct ActivityView {
  Activity activity;
  std::vector<Record> records;         ///< parallel to `activity.links`
  std::optional<RecordKey> streams_of; ///< the record whose streams and laps these are
  Streams streams;
  std::vector<Lap> laps;
};

/// The activities that a person means: an activity id, a date (`YYYY-MM-DD`), or the latest when empty.
/// Throws Error(not_found), or Error(usage) when the text is neither.
std::vector<ActivityId> find_activities(App& app, const std::string& which);

ActivityView view_activity(App& app, ActivityId id);

/// Hands out every activity with its records, by day, in memory that does not grow with their number.
void for_each_activity(App& app, const std::function<void(const Activity&, const std::vector<Record>&)>& take);

/// One line of `tracekit activities --json`: id, links with score and evidence, and each record in its portable form.
nlohmann::json activity_json(const Activity& activity, const std::vector<Record>& records);
nlohmann::json to_json(const ActivityView& view);

/// Mean values of equal slices of a channel, for a sparkline; slices without samples are absent.
std::vector<std::optional<double>> downsampled(const Channel& channel, std::size_t slices);

} // namespace tracekit::app
