// SPDX-License-Identifier: MIT
#include "formats/fit/encode.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "formats/fit/part_writer.hpp"
#include "formats/fit/profile.hpp"
#include "formats/fit/rewrite.hpp"
#include "formats/fit/sample_writer.hpp"
#include "formats/fit/summary_fields.hpp"

namespace tracekit::fit {
namespace {

namespace message {
constexpr std::uint16_t file_id = 0;
constexpr std::uint16_t session = 18;
constexpr std::uint16_t lap = 19;
constexpr std::uint16_t device_info = 23;
constexpr std::uint16_t course = 31;
constexpr std::uint16_t activity = 34;
constexpr std::uint16_t file_creator = 49;
constexpr std::uint16_t length = 101;
} // namespace message

using Recordings = std::span<const Recording>;

constexpr std::int64_t stop = 1;

bool has_times(const Recording& recording) {
  const auto& times = recording.streams.time_ms;
  return recording.start_ms || std::any_of(times.begin(), times.end(), [](auto time) { return time != no_value; });
}

/// When a session or lap ends, as its message's own time.
std::optional<EpochMillis> end_of(std::optional<EpochMillis> start, const Totals& totals) {
  if (!start) {
    return std::nullopt;
  }
  const double seconds = totals.elapsed_s.value_or(totals.timer_s.value_or(0));
  return *start + static_cast<EpochMillis>(std::clamp(seconds, 0.0, 1e9) * 1000);
}

void add_totals(Fields& fields, const Totals& totals, SummaryKind kind, LeftOut& left_out) {
  std::vector<LeftOut::Member> held;
  for (const TotalsField& field : totals_fields()) {
    const std::size_t before = fields.layout().size();
    fields.add_scaled(field.written(kind), field.type, totals.*field.member, field.scale);
    if (fields.layout().size() > before) {
      held.push_back(field.member);
    }
  }
  left_out.add_totals(totals, held);
}

/// Whether the samples, laps and lengths of each recording lie before the start of the next, so that reading gives
/// them back to it.
bool follow_one_another(Recordings recordings) {
  for (std::size_t i = 0; i < recordings.size(); ++i) {
    const Recording& recording = recordings[i];
    const auto start = recording.start_ms ? to_fit_time(*recording.start_ms) : std::nullopt;
    const bool is_last = i + 1 == recordings.size();
    const auto next = !is_last && recordings[i + 1].start_ms ? to_fit_time(*recordings[i + 1].start_ms) : std::nullopt;
    if (!start || (!is_last && (!next || *next <= *start))) {
      return false;
    }
    const auto is_inside = [&](std::int64_t time) {
      const auto fit_time = time == no_value ? std::nullopt : to_fit_time(time);
      return fit_time && *fit_time >= *start && (is_last || *fit_time < *next);
    };
    const auto& times = recording.streams.time_ms;
    const auto length_is_inside = [&](const PoolLength& length) {
      return is_inside(length.start_ms.value_or(no_value));
    };
    if (!std::all_of(times.begin(), times.end(), is_inside) ||
        !std::all_of(recording.lengths.begin(), recording.lengths.end(), length_is_inside) ||
        recording.file_id != recordings.front().file_id || recording.device != recordings.front().device ||
        recording.utc_offset_s != recordings.front().utc_offset_s) {
      return false;
    }
  }
  return true;
}

/// Who made the file: the device where it is known.
struct Maker {
  std::int64_t manufacturer;
  std::int64_t product;
  std::int64_t serial;
};

Maker maker_of(const Recording& recording) {
  if (const auto& id = recording.file_id) {
    return {id->manufacturer, id->product, id->serial};
  }
  constexpr std::int64_t development = 255;
  const Device& device = recording.device;
  const auto manufacturer = manufacturer_number(device.manufacturer);
  return {manufacturer.value_or(development), manufacturer ? device.product_number.value_or(0) : 0,
          parse_integer(device.serial).value_or(0)};
}

void write_origin(PartWriter& out, const Recording& first, bool is_course) {
  constexpr std::int64_t activity_file = 4;
  constexpr std::int64_t course_file = 6;
  const Maker maker = maker_of(first);
  const Device& device = first.device;
  const auto start = first.start_ms;
  const auto created =
      first.file_id && first.file_id->time_created != 0 ? std::optional(first.file_id->time_created * 1000) : start;
  Fields id;
  id.add(0, BaseType::enumeration, is_course ? course_file : activity_file)
      .add(1, BaseType::uint16, maker.manufacturer)
      .add(2, BaseType::uint16, maker.product)
      .add(3, BaseType::uint32z, maker.serial)
      .add_time(4, created)
      .add_text(8, device.product);
  out.message(message::file_id, id);
  const bool is_decimal = device.software.find('.') != std::string::npos;
  if (const auto whole = is_decimal ? std::nullopt : parse_integer(device.software)) {
    out.message(message::file_creator, Fields().add(0, BaseType::uint16, *whole));
  }
  Fields info;
  info.add_time(253, start)
      .add(0, BaseType::uint8, 0)
      .add(2, BaseType::uint16, maker.manufacturer)
      .add(3, BaseType::uint32z, maker.serial)
      .add(4, BaseType::uint16, maker.product)
      .add_scaled(5, BaseType::uint16, is_decimal ? parse_double(device.software) : std::nullopt, 100)
      .add_text(27, device.product);
  out.message(message::device_info, info);
}

void write_laps(PartWriter& out, const Recording& recording, std::size_t first_index, LeftOut& left_out) {
  constexpr std::int64_t lap_event = 9;
  std::size_t index = first_index;
  for (const Lap& lap : recording.laps) {
    Fields fields;
    fields.add(254, BaseType::uint16, static_cast<std::int64_t>(index++))
        .add_time(253, end_of(lap.start_ms, lap.totals))
        .add_time(2, lap.start_ms)
        .add(0, BaseType::enumeration, lap_event)
        .add(1, BaseType::enumeration, stop)
        .add(25, BaseType::enumeration, sport_number(recording.sport))
        .add(39, BaseType::enumeration, sub_sport_number(recording.sub_sport))
        .add(23, BaseType::enumeration, intensity_number(lap.intensity))
        .add(24, BaseType::enumeration, lap_trigger_number(lap.trigger));
    add_totals(fields, lap.totals, SummaryKind::lap, left_out);
    out.message(message::lap, fields);
  }
}

void write_lengths(PartWriter& out, const Recording& recording) {
  constexpr std::int64_t length_event = 28;
  std::int64_t index = 0;
  for (const PoolLength& length : recording.lengths) {
    Totals totals;
    totals.timer_s = length.timer_s;
    Fields fields;
    fields.add(254, BaseType::uint16, index++)
        .add_time(253, end_of(length.start_ms, totals))
        .add_time(2, length.start_ms)
        .add(0, BaseType::enumeration, length_event)
        .add(1, BaseType::enumeration, stop)
        .add_scaled(4, BaseType::uint32, length.timer_s, 1000)
        .add(5, BaseType::uint16, length.strokes ? std::optional<std::int64_t>(*length.strokes) : std::nullopt)
        .add(7, BaseType::enumeration, swim_stroke_number(length.stroke))
        .add(12, BaseType::enumeration, length.active ? 1 : 0);
    out.message(message::length, fields);
  }
}

void write_session(PartWriter& out, const Recording& recording, std::size_t index, std::size_t first_lap,
                   LeftOut& left_out) {
  constexpr std::int64_t session_event = 8;
  constexpr std::int64_t activity_end = 0;
  Fields fields;
  fields.add(254, BaseType::uint16, static_cast<std::int64_t>(index))
      .add_time(253, end_of(recording.start_ms, recording.totals))
      .add_time(2, recording.start_ms)
      .add(0, BaseType::enumeration, session_event)
      .add(1, BaseType::enumeration, stop)
      .add(5, BaseType::enumeration, sport_number(recording.sport))
      .add(6, BaseType::enumeration, sub_sport_number(recording.sub_sport))
      .add(25, BaseType::uint16, static_cast<std::int64_t>(first_lap))
      .add(26, BaseType::uint16, static_cast<std::int64_t>(recording.laps.size()))
      .add(28, BaseType::enumeration, activity_end)
      .add_scaled(44, BaseType::uint16, recording.pool_length_m, 100);
  add_totals(fields, recording.totals, SummaryKind::session, left_out);
  out.message(message::session, fields);
}

void write_activity(PartWriter& out, Recordings recordings) {
  constexpr std::int64_t manual = 0;
  constexpr std::int64_t multi_sport = 1;
  constexpr std::int64_t activity_event = 26;
  const Recording& last = recordings.back();
  const auto end = end_of(last.start_ms, last.totals);
  double timer_s = 0;
  for (const Recording& recording : recordings) {
    timer_s += recording.totals.timer_s.value_or(0);
  }
  Fields fields;
  fields.add_time(253, end)
      .add_scaled(0, BaseType::uint32, timer_s, 1000)
      .add(1, BaseType::uint16, static_cast<std::int64_t>(recordings.size()))
      .add(2, BaseType::enumeration, recordings.size() > 1 ? multi_sport : manual)
      .add(3, BaseType::enumeration, activity_event)
      .add(4, BaseType::enumeration, stop);
  if (end && last.utc_offset_s) {
    fields.add_time(5, *end + std::int64_t{*last.utc_offset_s} * 1000);
  }
  out.message(message::activity, fields);
}

Bytes encode_part(Recordings recordings, LeftOut& left_out) {
  PartWriter out;
  const bool is_course = std::none_of(recordings.begin(), recordings.end(), has_times);
  write_origin(out, recordings.front(), is_course);
  if (is_course) {
    out.message(message::course, Fields()
                                     .add(4, BaseType::enumeration, sport_number(recordings.front().sport))
                                     .add_text(5, recordings.front().name));
  }
  SampleWriter samples(out, left_out);
  for (const Recording& recording : recordings) {
    samples.write(recording.streams);
  }
  samples.stop();
  std::size_t first_lap = 0;
  for (std::size_t i = 0; i < recordings.size(); ++i) {
    write_laps(out, recordings[i], first_lap, left_out);
    write_lengths(out, recordings[i]);
    write_session(out, recordings[i], i, first_lap, left_out);
    first_lap += recordings[i].laps.size();
  }
  if (!is_course) {
    write_activity(out, recordings);
  }
  return out.finish();
}

Bytes encode_parts(Recordings recordings, LeftOut& left_out) {
  Bytes out;
  const std::size_t together = follow_one_another(recordings) ? recordings.size() : 1;
  for (std::size_t i = 0; i < recordings.size(); i += together) {
    const Bytes part = encode_part(recordings.subspan(i, together), left_out);
    out.insert(out.end(), part.begin(), part.end());
  }
  return out;
}

} // namespace

Bytes encode(Recordings recordings, ByteView source, LeftOut& left_out) {
  const bool keeps_messages = !source.empty();
  Rewritten out = keeps_messages ? rewrite(source) : Rewritten{encode_parts(recordings, left_out), ""};
  for (const Recording& recording : recordings) {
    left_out.add_parts(recording, {.name = keeps_messages ? recording.name == out.course_name : !has_times(recording),
                                   .laps = true,
                                   .pool = true,
                                   .utc_offset = keeps_messages || has_times(recording),
                                   .device = true});
  }
  return std::move(out.bytes);
}

} // namespace tracekit::fit
