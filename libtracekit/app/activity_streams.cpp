// SPDX-License-Identifier: MIT
#include "app/activity_streams.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "model/columns.hpp"
#include "model/downsample.hpp"
#include "store/stream_codec.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

struct DrawnChannel {
  const char* name;   ///< as it is recorded
  const char* column; ///< as it is answered, with its unit
  bool has_peaks;     ///< charts show its extremes
};

constexpr std::array drawn_channels{
    DrawnChannel{"latitude", "latitude_deg", false},    DrawnChannel{"longitude", "longitude_deg", false},
    DrawnChannel{"altitude", "altitude_m", true},       DrawnChannel{"speed", "speed_mps", true},
    DrawnChannel{"heart_rate", "heart_rate_bpm", true}, DrawnChannel{"power", "power_w", true},
    DrawnChannel{"cadence", "cadence_rpm", true},       DrawnChannel{"temperature", "temperature_c", false},
};

constexpr double degree_digits = 1e7; ///< a centimetre
constexpr double other_digits = 1e3;

/// The record that was asked for, else the first with a recording, as `tracekit show` takes it.
RecordKey recorded_in(App& app, ActivityId id, const std::optional<RecordKey>& of) {
  const auto activity = app.mine().activities.find(id);
  if (!activity) {
    throw Error(ErrorKind::not_found, fmt::format("there is no activity {}", id));
  }
  for (const Link& link : activity->links) {
    if (of ? link.record == *of : app.mine().streams.has(link.record)) {
      return link.record;
    }
  }
  throw Error(ErrorKind::not_found,
              of ? fmt::format("{}:{} is no record of activity {}", of->provider, of->id, activity->id)
                 : fmt::format("no record of activity {} has a recording", activity->id));
}

Streams drawn_streams(App& app, const RecordKey& key) {
  std::vector<std::string> names{"time", "distance"};
  for (const DrawnChannel& channel : drawn_channels) {
    names.emplace_back(channel.name);
  }
  const auto columns = app.mine().streams.load_columns(key, names);
  if (columns.empty()) {
    throw Error(ErrorKind::not_found, fmt::format("{}:{} has no recording", key.provider, key.id));
  }
  return store::decode_streams(columns);
}

json rounded(std::optional<double> value, double digits) {
  return value && std::isfinite(*value) ? json(std::round(*value * digits) / digits) : json(nullptr);
}

/// Seconds since the first sample that has a time.
class Seconds {
public:
  explicit Seconds(const Streams& streams) : times_(streams.time_ms) {
    const auto first = std::find_if(times_.begin(), times_.end(), [](std::int64_t time) { return time != no_value; });
    begin_ms_ = first == times_.end() ? 0 : *first;
  }
  [[nodiscard]] json at(std::size_t sample) const {
    constexpr double ms = 1000;
    return times_[sample] == no_value ? json(nullptr) : json(static_cast<double>(times_[sample] - begin_ms_) / ms);
  }

private:
  const std::vector<std::int64_t>& times_;
  std::int64_t begin_ms_ = 0;
};

json pauses_of(const Streams& streams, const Seconds& seconds) {
  json pauses = json::array();
  for (const std::uint32_t start : streams.segment_starts) {
    if (start > 0 && start < streams.size()) {
      json from = seconds.at(start - 1);
      json to = seconds.at(start);
      if (!from.is_null() && !to.is_null()) {
        pauses.push_back(json::array({std::move(from), std::move(to)}));
      }
    }
  }
  return pauses;
}

} // namespace

ActivityStreams activity_streams(App& app, ActivityId id, std::size_t points, const std::optional<RecordKey>& of) {
  ActivityStreams out;
  out.from = recorded_in(app, id, of);
  out.streams = drawn_streams(app, out.from);
  out.metres = progress_of(out.streams).metres;
  std::vector<const Channel*> peaks;
  for (const DrawnChannel& drawn : drawn_channels) {
    const Channel* channel = out.streams.find(drawn.name);
    if (channel != nullptr && drawn.has_peaks) {
      peaks.push_back(channel);
    }
  }
  out.samples = drawn_samples(out.streams, peaks, points);
  return out;
}

json to_json(const ActivityStreams& drawn) {
  const Seconds seconds(drawn.streams);
  json out = {{"from", {{"provider", drawn.from.provider}, {"id", drawn.from.id}}},
              {"points", drawn.samples.size()},
              {"total", drawn.streams.size()},
              {"pauses", pauses_of(drawn.streams, seconds)}};
  const auto column = [&](const auto& value_at) {
    json::array_t values;
    values.reserve(drawn.samples.size());
    for (const std::uint32_t sample : drawn.samples) {
      values.push_back(value_at(sample));
    }
    return values;
  };
  out["time_s"] = column([&](std::uint32_t sample) { return seconds.at(sample); });
  if (!drawn.metres.empty()) {
    out["distance_m"] = column([&](std::uint32_t sample) { return rounded(drawn.metres[sample], other_digits); });
  }
  for (const DrawnChannel& one : drawn_channels) {
    if (const Channel* channel = drawn.streams.find(one.name)) {
      const double digits = channel->unit == "deg" ? degree_digits : other_digits;
      out[one.column] = column([&](std::uint32_t sample) { return rounded(channel->at(sample), digits); });
    }
  }
  return out;
}

} // namespace tracekit::app
