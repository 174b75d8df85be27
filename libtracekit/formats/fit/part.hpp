// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "formats/fit/developer_fields.hpp"
#include "model/recording.hpp"

namespace tracekit::fit {

/// What a session or lap message says. Times are as in the file.
struct Summary {
  std::optional<FitSeconds> start;
  std::optional<FitSeconds> end; ///< the message's timestamp
  std::optional<std::int64_t> sport;
  std::optional<std::int64_t> sub_sport;
  std::optional<std::int64_t> message_index;
  Totals totals;
};

struct SessionMessage : Summary {
  std::optional<std::int64_t> first_lap;
  std::optional<std::int64_t> lap_count;
  std::optional<double> pool_length_m;
};

struct LapMessage : Summary {
  std::string trigger;
  std::string intensity;
};

struct LengthMessage {
  std::optional<FitSeconds> start;
  std::optional<FitSeconds> end;
  PoolLength length; ///< without its start
};

/// The timer was started or stopped.
struct TimerEvent {
  std::optional<FitSeconds> time;
  bool is_start = false;
  std::size_t row = 0; ///< samples that came before it in the file
};

/// One beat of a strap's own recording.
struct StrapBeat {
  double time_s = 0; ///< FIT seconds
  double heart_rate = 0;
};

/// file_id, and what the file says elsewhere about the device that wrote it.
struct Origin {
  std::optional<std::int64_t> file_type;
  std::optional<std::int64_t> manufacturer;
  std::optional<std::int64_t> product;
  std::optional<std::int64_t> serial;
  std::optional<FitSeconds> created;
  std::string product_name;
  std::string device_product_name; ///< of device_info messages about the recording device
  std::optional<double> device_software;
  std::optional<std::int64_t> creator_software;
};

/// Everything of interest in one part of a file (one header with its messages), in the file's own terms.
struct Part {
  std::map<int, std::uint64_t> message_counts;
  Origin origin;
  std::vector<SessionMessage> sessions;
  std::vector<LapMessage> laps;
  std::vector<LengthMessage> lengths;
  std::vector<TimerEvent> timer_events;
  std::vector<StrapBeat> strap_beats;
  std::vector<DeveloperDescription> developer_fields;

  std::optional<FitSeconds> activity_time;
  std::optional<FitSeconds> activity_local_time;
  std::optional<std::int64_t> utc_minus_system_s; ///< of a time correlation

  std::string course_name;
  std::optional<std::int64_t> sport; ///< of a course or sport message
  std::optional<std::int64_t> sub_sport;

  std::vector<std::int64_t> time_ms; ///< of the samples
  std::vector<Channel> channels;
  bool has_system_time = false;

  ByteView messages; ///< the bytes of all that was read, definitions too; a view into the file
  std::vector<std::string> damage;
};

} // namespace tracekit::fit
