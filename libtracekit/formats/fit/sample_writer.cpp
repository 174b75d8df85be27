// SPDX-License-Identifier: MIT
#include "formats/fit/sample_writer.hpp"

#include <algorithm>

#include "formats/fit/value_writer.hpp"

namespace tracekit::fit {
namespace {

constexpr std::uint16_t written_message = 20;
constexpr std::uint16_t event_message = 21;
constexpr std::uint16_t field_description_message = 206;
constexpr std::uint16_t developer_data_message = 207;
constexpr std::size_t fields_per_developer = 255;

constexpr std::int64_t timer = 0;
constexpr std::int64_t start = 0;
constexpr std::int64_t stop_all = 4;

/// Says who defined the developer fields: 16 bytes of our own.
constexpr std::string_view application_id = "tracekit channel";

std::vector<FieldLayout> fields_of(const RecordLayout& layout, bool with_time) {
  std::vector<FieldLayout> fields;
  if (with_time) {
    fields.push_back({timestamp_field, 4, BaseType::uint32});
  }
  for (const RecordLayout::Column& column : layout.columns()) {
    const BaseType type = column.members.front().type;
    fields.push_back({column.field, static_cast<std::uint8_t>(column.members.size() * size_of(type)), type});
  }
  return fields;
}

void append_values(Bytes& out, const RecordLayout& layout, std::size_t sample) {
  for (const RecordLayout::Column& column : layout.columns()) {
    for (const WrittenColumn& member : column.members) {
      append_value(out, member.type, member.values[sample]);
    }
  }
  for (const WrittenDeveloperField& field : layout.developer_fields()) {
    append_value(out, field.column.type, field.column.values[sample]);
  }
}

} // namespace

void SampleWriter::write_description(const Description& description, std::size_t serial) {
  const auto& [name, unit, type, scale, offset, repetition] = description;
  const auto developer = static_cast<std::int64_t>(serial / fields_per_developer);
  const auto number = static_cast<std::int64_t>(serial % fields_per_developer);
  if (number == 0) {
    const std::vector<FieldLayout> fields{{1, static_cast<std::uint8_t>(application_id.size()), BaseType::byte},
                                          {3, 1, BaseType::uint8}};
    out_.define(developer_data_message, fields, {});
    Bytes& data = out_.data();
    data.insert(data.end(), application_id.begin(), application_id.end());
    append_value(data, BaseType::uint8, developer);
  }
  Fields fields;
  fields.add(0, BaseType::uint8, developer)
      .add(1, BaseType::uint8, number)
      .add(2, BaseType::uint8, type_byte(type))
      .add_text(3, name)
      .add_text(8, unit);
  if (scale != 1 || offset != 0) {
    fields.add(6, BaseType::uint8, static_cast<std::int64_t>(scale))
        .add(7, BaseType::sint8, static_cast<std::int64_t>(offset));
  }
  out_.message(field_description_message, fields);
}

std::vector<DeveloperFieldLayout> SampleWriter::describe(const RecordLayout& layout) {
  std::vector<DeveloperFieldLayout> fields;
  std::map<Description, std::size_t> repetitions;
  for (const WrittenDeveloperField& field : layout.developer_fields()) {
    const WrittenColumn& column = field.column;
    Description description{field.channel->name, field.channel->unit, column.type, column.scale, column.offset, 0};
    std::get<5>(description) = repetitions[description]++;
    const auto [place, is_new] = described_.try_emplace(description, described_.size());
    if (is_new) {
      write_description(description, place->second);
    }
    fields.push_back({static_cast<std::uint8_t>(place->second % fields_per_developer),
                      static_cast<std::uint8_t>(size_of(column.type)),
                      static_cast<std::uint8_t>(place->second / fields_per_developer)});
  }
  return fields;
}

void SampleWriter::write_event(std::optional<std::int64_t> time_ms, std::int64_t type) {
  Fields fields;
  fields.add_time(253, time_ms).add(0, BaseType::enumeration, timer).add(1, BaseType::enumeration, type);
  out_.message(event_message, fields);
}

void SampleWriter::write_gap(const Streams& streams, std::size_t sample) {
  const std::int64_t before = streams.time_ms[sample - 1];
  const std::int64_t after = streams.time_ms[sample];
  // A pause that takes no whole second, or has no times, is told by its place among the samples alone.
  const bool has_times = before != no_value && after != no_value && to_fit_time(before) < to_fit_time(after);
  write_event(has_times ? std::optional(before) : std::nullopt, stop_all);
  write_event(has_times ? std::optional(after) : std::nullopt, start);
}

void SampleWriter::write(const Streams& streams) {
  const RecordLayout layout(streams, left_out_);
  const std::vector<DeveloperFieldLayout> developer_fields = describe(layout);
  const std::vector<FieldLayout> timed = fields_of(layout, true);
  const std::vector<FieldLayout> untimed = fields_of(layout, false);
  std::uint64_t lost_times = 0;
  bool has_fractions = false;
  for (std::size_t i = 0; i < streams.size(); ++i) {
    const std::int64_t time_ms = streams.time_ms[i];
    if (!is_started_) {
      write_event(time_ms == no_value ? std::nullopt : std::optional(time_ms), start);
      is_started_ = true;
    } else if (i > 0 && std::binary_search(streams.segment_starts.begin(), streams.segment_starts.end(), i)) {
      write_gap(streams, i);
    }
    const auto time = time_ms == no_value ? std::nullopt : to_fit_time(time_ms);
    lost_times += static_cast<std::uint64_t>(time_ms != no_value && !time);
    has_fractions = has_fractions || (time && time_ms % 1000 != 0);
    out_.define(written_message, time ? timed : untimed, developer_fields);
    Bytes& data = out_.data();
    if (time) {
      append_value(data, BaseType::uint32, *time);
      last_ms_ = time_ms;
    }
    append_values(data, layout, i);
  }
  if (has_fractions) {
    left_out_.add("fractions of a second");
  }
  left_out_.add_samples(lost_times, "with a time before 1990");
}

void SampleWriter::stop() {
  if (is_started_) {
    write_event(last_ms_, stop_all);
  }
}

} // namespace tracekit::fit
