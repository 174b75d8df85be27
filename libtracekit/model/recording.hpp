// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/streams.hpp"

namespace tracekit {

/// WGS 84, degrees.
struct Position {
  double lat = 0;
  double lon = 0;
  friend bool operator==(const Position&, const Position&) = default;
};

/// What device or service software made a recording. Empty or absent where the file is silent.
struct Device {
  std::string manufacturer; ///< FIT profile name such as `garmin`, else the writer's word
  std::string product;      ///< readable model name where known
  std::optional<std::int64_t> product_number;
  std::string serial;
  std::string software;
  friend bool operator==(const Device&, const Device&) = default;
};

/// Totals and extremes of a session or lap, as the device computed them or, where it did not, as
/// computed from the samples. SI units; cadence per leg (revolutions or strides a minute); beats a minute;
/// watts; kilocalories.
struct Totals {
  std::optional<double> elapsed_s; ///< with pauses
  std::optional<double> timer_s;   ///< without pauses
  std::optional<double> moving_s;  ///< without standing still
  std::optional<double> distance_m;
  std::optional<double> ascent_m;
  std::optional<double> descent_m;
  std::optional<double> avg_speed_mps;
  std::optional<double> max_speed_mps;
  std::optional<double> avg_hr;
  std::optional<double> max_hr;
  std::optional<double> avg_cadence;
  std::optional<double> max_cadence;
  std::optional<double> avg_power;
  std::optional<double> max_power;
  std::optional<double> normalized_power;
  std::optional<double> avg_temperature_c;
  std::optional<double> max_temperature_c;
  std::optional<double> calories_kcal;
  friend bool operator==(const Totals&, const Totals&) = default;
};

struct Lap {
  std::optional<EpochMillis> start_ms;
  Totals totals;
  std::string trigger;   ///< FIT lap_trigger name: manual, distance, session_end ...
  std::string intensity; ///< FIT intensity name: active, rest, warmup ...
  friend bool operator==(const Lap&, const Lap&) = default;
};

/// One length of a pool.
struct PoolLength {
  std::optional<EpochMillis> start_ms;
  std::optional<double> timer_s;
  std::optional<int> strokes;
  std::string stroke; ///< FIT swim_stroke name; empty while resting
  bool active = true;
  friend bool operator==(const PoolLength&, const PoolLength&) = default;
};

/// FIT file_id: devices write it once per recording, so that copies can be recognised.
struct FitFileId {
  std::int64_t manufacturer = 0;
  std::int64_t product = 0;
  std::int64_t serial = 0; ///< 0 when the device wrote none
  EpochSeconds time_created = 0;
  friend bool operator==(const FitFileId&, const FitFileId&) = default;
};

/// One session (GPX: one track; TCX: one Activity) of a file.
struct Recording {
  std::string sport = "generic";     ///< FIT sport name in snake_case
  std::string sub_sport = "generic"; ///< FIT sub_sport name in snake_case
  std::string provider_sport;        ///< the file's own word where it is not FIT's
  std::string name;
  std::string description;
  std::optional<EpochMillis> start_ms;
  std::optional<int> utc_offset_s; ///< of the place, where the file tells
  Totals totals;
  std::optional<double> pool_length_m;
  std::vector<Lap> laps;
  std::vector<PoolLength> lengths;
  Streams streams;
  Device device;
  std::optional<FitFileId> file_id;
  std::optional<Position> first; ///< first and last position of the samples
  std::optional<Position> last;
  friend bool operator==(const Recording&, const Recording&) = default;
};

/// Count, extremes and mean of one channel over a whole file, in physical units.
struct ChannelSummary {
  std::string name;
  std::string unit;
  bool developer = false;
  std::uint64_t count = 0;
  double min = 0;
  double max = 0;
  double avg = 0;
};

struct DeveloperField {
  std::string name;
  std::string unit;
};

/// Everything that was read from one file.
struct ActivityFile {
  std::string format;                ///< `fit`, `gpx`, `tcx` or `kml`
  std::string container;             ///< `gzip`, `zip`, `bzip2`, or empty
  std::string file_type;             ///< `activity`, `course`, `workout`, `monitoring_b` ...: FIT file type or its like
  std::vector<Recording> recordings; ///< empty where the file holds no track or session
  Device device;
  std::vector<DeveloperField> developer_fields;
  std::map<int, std::uint64_t> message_counts; ///< FIT: global message number to count, chained parts together
  std::vector<std::string> damage;   ///< one sentence for each thing that is broken; what could be read was read
  std::vector<std::string> warnings; ///< oddities that cost nothing
};

/// The channels of all recordings that hold values, those of one name together.
std::vector<ChannelSummary> summarize_channels(const std::vector<Recording>& recordings);

} // namespace tracekit
