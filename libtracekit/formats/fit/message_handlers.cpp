// SPDX-License-Identifier: MIT
#include "formats/fit/message_handlers.hpp"

#include <algorithm>
#include <array>

#include "formats/fit/profile.hpp"
#include "formats/fit/summary_fields.hpp"

namespace tracekit::fit {
namespace {

constexpr std::size_t most_sessions = 1000;
constexpr std::size_t most_entries = 100000; ///< laps, lengths, timer events

/// Appends unless there are absurdly many already.
template <class T> void append(std::vector<T>& list, T item, std::size_t most, ReadingState& state) {
  if (list.size() < most) {
    list.push_back(std::move(item));
  } else {
    state.has_too_many = true;
  }
}

void read_file_id(const Message& message, ReadingState& state) {
  Origin& origin = state.part.origin;
  if (origin.file_type || origin.manufacturer) {
    return;
  }
  origin.file_type = message.whole(0);
  origin.manufacturer = message.whole(1);
  origin.product = message.whole(2);
  origin.serial = message.whole(3);
  origin.created = message.time(4);
  origin.product_name = message.text(8);
}

void read_file_creator(const Message& message, ReadingState& state) {
  state.part.origin.creator_software = message.whole(0);
}

void read_device_info(const Message& message, ReadingState& state) {
  constexpr std::int64_t recording_device = 0;
  if (message.whole(0) != recording_device) {
    return;
  }
  Origin& origin = state.part.origin;
  if (origin.device_product_name.empty()) {
    origin.device_product_name = message.text(27);
  }
  if (!origin.device_software) {
    origin.device_software = message.scaled(5, 100);
  }
}

void read_summary(const Message& message, SummaryKind kind, Summary& summary) {
  const bool is_session = kind == SummaryKind::session;
  summary.start = message.time(2);
  summary.end = message.timestamp();
  summary.sport = message.whole(is_session ? 5 : 25);
  summary.sub_sport = message.whole(is_session ? 6 : 39);
  summary.message_index = message.whole(254);
  if (summary.message_index) {
    constexpr std::int64_t index_mask = 0xFFF;
    *summary.message_index &= index_mask;
  }
  summary.totals = read_totals(message, kind);
}

void read_session(const Message& message, ReadingState& state) {
  SessionMessage session;
  read_summary(message, SummaryKind::session, session);
  session.first_lap = message.whole(25);
  session.lap_count = message.whole(26);
  session.pool_length_m = message.scaled(44, 100);
  append(state.part.sessions, session, most_sessions, state);
}

void read_lap(const Message& message, ReadingState& state) {
  LapMessage lap;
  read_summary(message, SummaryKind::lap, lap);
  if (const auto intensity = message.whole(23)) {
    lap.intensity = intensity_name(*intensity);
  }
  if (const auto trigger = message.whole(24)) {
    lap.trigger = lap_trigger_name(*trigger);
  }
  append(state.part.laps, std::move(lap), most_entries, state);
}

void read_length(const Message& message, ReadingState& state) {
  constexpr std::int64_t idle = 0;
  LengthMessage entry;
  entry.start = message.time(2);
  entry.end = message.timestamp();
  PoolLength& length = entry.length;
  length.timer_s = message.scaled(4, 1000);
  length.active = message.whole(12) != idle;
  if (const auto strokes = message.whole(5)) {
    length.strokes = static_cast<int>(*strokes);
  }
  if (const auto stroke = message.whole(7); stroke && length.active) {
    length.stroke = swim_stroke_name(*stroke);
  }
  append(state.part.lengths, std::move(entry), most_entries, state);
}

void read_event(const Message& message, ReadingState& state) {
  constexpr std::int64_t timer = 0;
  constexpr std::int64_t start = 0;
  constexpr std::array<std::int64_t, 4> stops{1, 4, 8, 9};
  const auto type = message.whole(1);
  if (message.whole(0) != timer || !type) {
    return;
  }
  const bool is_stop = std::find(stops.begin(), stops.end(), *type) != stops.end();
  if (*type == start || is_stop) {
    append(state.part.timer_events, {message.timestamp(), !is_stop, state.rows}, most_entries, state);
  }
}

void read_activity(const Message& message, ReadingState& state) {
  state.part.activity_time = message.timestamp();
  state.part.activity_local_time = message.time(5);
}

void read_sport(const Message& message, ReadingState& state) {
  state.part.sport = message.whole(0);
  state.part.sub_sport = message.whole(1);
}

void read_course(const Message& message, ReadingState& state) {
  state.part.course_name = message.text(5);
  if (!state.part.sport) {
    state.part.sport = message.whole(4);
    state.part.sub_sport = message.whole(7);
  }
}

void read_time_correlation(const Message& message, ReadingState& state) {
  const auto utc = message.timestamp();
  const auto system = message.time(1);
  if (utc && system && *utc >= system_time_limit && !state.part.utc_minus_system_s) {
    state.part.utc_minus_system_s = std::int64_t{*utc} - std::int64_t{*system};
  }
}

void read_strap_beats(const Message& message, ReadingState& state) {
  state.strap_clock.read(message, state.part.strap_beats);
}

void read_field_description(const Message& message, ReadingState& state) { state.developers.describe(message); }

struct Handler {
  std::uint16_t message_number;
  void (*handle)(const Message& message, ReadingState& state);
};

constexpr std::array<Handler, 13> handlers{{
    {0, read_file_id},
    {12, read_sport},
    {18, read_session},
    {19, read_lap},
    {21, read_event},
    {23, read_device_info},
    {31, read_course},
    {34, read_activity},
    {49, read_file_creator},
    {101, read_length},
    {132, read_strap_beats},
    {162, read_time_correlation},
    {206, read_field_description},
}};

} // namespace

std::size_t find_handler(std::uint16_t message_number) {
  for (std::size_t i = 0; i < handlers.size(); ++i) {
    if (handlers[i].message_number == message_number) {
      return i + 1;
    }
  }
  return 0;
}

void handle_message(std::size_t handler, const Message& message, ReadingState& state) {
  handlers[handler - 1].handle(message, state);
}

} // namespace tracekit::fit
