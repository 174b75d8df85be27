// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <vector>

#include "app/app.hpp"

namespace tracekit::app {

/// The samples of an activity as charts and maps draw them.
struct ActivityStreams {
  RecordKey from;                     ///< whose recording it is
  Streams streams;                    ///< only the channels that are drawn
  std::vector<double> metres;         ///< distance so far of each sample; empty when nothing tells
  std::vector<std::uint32_t> samples; ///< those that are drawn, ascending
};

/// At most `points` samples of the recording of one record of the activity, else of the first that has one. Throws
/// Error(not_found) when there is no such activity, when the record is none of it, or when nothing was recorded.
ActivityStreams activity_streams(App& app, ActivityId id, std::size_t points, const std::optional<RecordKey>& of);

/// `{"from", "points", "total", "time_s": [...], "distance_m": [...], ..., "pauses": [[from_s, to_s]]}`: columns of
/// equal length, `null` where a channel has no sample; what was not recorded is absent.
nlohmann::json to_json(const ActivityStreams& streams);

} // namespace tracekit::app
