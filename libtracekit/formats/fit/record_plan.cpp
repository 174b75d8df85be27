// SPDX-License-Identifier: MIT
#include "formats/fit/record_plan.hpp"

#include "formats/fit/profile.hpp"

namespace tracekit::fit {
namespace {

constexpr std::uint8_t compressed_speed_distance = 8;
constexpr std::uint32_t compressed_speed_distance_bytes = 3;
constexpr std::uint8_t cycles = 18;
constexpr std::uint8_t total_cycles = 19;
constexpr std::uint8_t compressed_accumulated_power = 28;
constexpr std::uint8_t accumulated_power = 29;
constexpr std::uint8_t distance = 5;
constexpr std::uint8_t speed = 6;
constexpr double compressed_speed_scale = 100;
constexpr double compressed_distance_scale = 16;
constexpr int compressed_rank = 2;

std::string indexed(const std::string& name, std::uint32_t index) {
  return index == 0 ? name : name + "." + std::to_string(index - 1);
}

Column& field_column(Columns& columns, std::uint8_t number, std::uint32_t index, ChannelKind kind) {
  return columns.find_or_add({ColumnKey::Source::field, number, index, kind}, [&] {
    Column column;
    column.kind = kind;
    if (const RecordField* known = find_record_field(number)) {
      column.name = indexed(std::string(known->channel), index);
      column.unit = known->unit;
      column.scale = known->scale;
      column.offset = known->offset;
      column.rank = known->rank;
    } else {
      column.name = indexed("field_" + std::to_string(number), index);
    }
    return column;
  });
}

Column& compressed_column(Columns& columns, std::uint8_t target, double scale) {
  return columns.find_or_add({ColumnKey::Source::compressed, target, 0, ChannelKind::scaled}, [&] {
    const RecordField* known = find_record_field(target);
    Column column;
    column.name = known->channel;
    column.unit = known->unit;
    column.scale = scale;
    column.rank = compressed_rank;
    return column;
  });
}

Column& developer_column(Columns& columns, const DeveloperFieldPlace& place, const DeveloperDescription& description,
                         std::uint32_t index) {
  const ChannelKind kind = kind_of(description.type);
  return columns.find_or_add({ColumnKey::Source::developer, description.serial, index, kind}, [&] {
    Column column;
    column.name = description.name.empty()
                      ? "developer_field_" + std::to_string(place.developer) + "_" + std::to_string(place.number)
                      : description.name;
    column.name = indexed(column.name, index);
    column.unit = description.unit;
    column.kind = kind;
    column.scale = description.scale;
    column.offset = description.offset;
    column.developer = true;
    return column;
  });
}

/// Adds the copies of one field, `column_of(index)` being where its values go.
template <class ColumnOf>
void add_copies(RecordPlan& plan, BaseType type, bool big_endian, std::uint32_t offset, std::uint32_t count,
                ColumnOf column_of) {
  const CopyValues copy = copy_values(type, big_endian);
  if (copy == nullptr) {
    return;
  }
  if (type == BaseType::byte && count > 1) {
    RecordPlan::ByteArray bytes{offset, {}};
    for (std::uint32_t i = 1; i <= count; ++i) {
      bytes.columns.push_back(&column_of(i));
    }
    plan.byte_arrays.push_back(std::move(bytes));
    return;
  }
  const auto size = static_cast<std::uint32_t>(size_of(type));
  for (std::uint32_t i = 0; i < count; ++i) {
    plan.copies.push_back({copy, offset + i * size, &column_of(count == 1 ? 0 : i + 1)});
  }
}

/// Whether the field is wholly replaced by what it expands to.
bool add_counter(RecordPlan& plan, const FieldPlace& place, Columns& columns) {
  using Kind = RecordPlan::Counter::Kind;
  switch (place.number) {
  case compressed_speed_distance:
    if (size_of(place.type) == 1 && place.count >= compressed_speed_distance_bytes) {
      plan.counters.push_back({Kind::distance, place.type, place.offset,
                               &compressed_column(columns, distance, compressed_distance_scale),
                               &compressed_column(columns, speed, compressed_speed_scale)});
      return true;
    }
    return false;
  case cycles:
    plan.counters.push_back(
        {Kind::cycles, place.type, place.offset, &compressed_column(columns, total_cycles, 1), nullptr});
    return false;
  case compressed_accumulated_power:
    plan.counters.push_back(
        {Kind::power, place.type, place.offset, &compressed_column(columns, accumulated_power, 1), nullptr});
    return false;
  default:
    return false;
  }
}

} // namespace

RecordPlan make_record_plan(const Definition& definition, const DeveloperFields& developers, Columns& columns) {
  RecordPlan plan;
  plan.described = developers.generation();
  plan.has_developer_fields = !definition.developer_fields.empty();
  for (const FieldPlace& place : definition.fields) {
    if (place.number == timestamp_field) {
      plan.copy_time = copy_values(place.type, definition.big_endian);
      plan.time_offset = place.offset;
    } else if (!add_counter(plan, place, columns)) {
      add_copies(plan, place.type, definition.big_endian, place.offset, place.count, [&](std::uint32_t index) -> auto& {
        return field_column(columns, place.number, index, kind_of(place.type));
      });
    }
  }
  for (const DeveloperFieldPlace& place : definition.developer_fields) {
    const DeveloperDescription* description = developers.find(place.developer, place.number);
    if (description != nullptr && place.size % size_of(description->type) == 0) {
      const auto count = static_cast<std::uint32_t>(place.size / size_of(description->type));
      add_copies(plan, description->type, definition.big_endian, place.offset, count,
                 [&](std::uint32_t index) -> auto& { return developer_column(columns, place, *description, index); });
    }
  }
  return plan;
}

} // namespace tracekit::fit
