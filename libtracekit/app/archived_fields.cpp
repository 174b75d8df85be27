// SPDX-License-Identifier: MIT
#include "app/archived_fields.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "store/repositories/record_row.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;
using FieldNames = std::vector<std::string>;
using Columns = std::vector<const store::RecordColumn*>;

constexpr const char* archived_names_key = "from_archive";

/// What an archive tells and an answer may lack. Not here is what every answer tells, where "none" is a word of the
/// service, too: name, type, times, gear, and marks such as `commute`.
constexpr std::array<std::string_view, 26> archived_columns{
    "ascent_m",      "avg_cadence", "avg_hr",        "avg_power",         "avg_speed_mps", "avg_temperature_c",
    "calories_kcal", "descent_m",   "description",   "distance_m",        "elapsed_s",     "first_lat",
    "first_lon",     "format",      "last_lat",      "last_lon",          "manufacturer",  "max_cadence",
    "max_hr",        "max_power",   "max_speed_mps", "max_temperature_c", "moving_s",      "normalized_power",
    "serial",        "timer_s"};

const Columns& columns_of_archives() {
  static const Columns columns = [] {
    Columns found;
    for (const std::string_view name : archived_columns) {
      found.push_back(&*std::ranges::find(store::record_columns(), name, &store::RecordColumn::name));
    }
    return found;
  }();
  return columns;
}

bool tells(const Record& record, const store::RecordColumn& column) {
  std::string scratch;
  const sql::Value value = column.value(record, scratch);
  const auto* text = std::get_if<std::string_view>(&value);
  return text == nullptr ? !std::holds_alternative<std::monostate>(value) : !text->empty();
}

json detail_of(const Record& record) {
  json detail = json::parse(record.detail_json, nullptr, false);
  return detail.is_object() ? detail : json::object();
}

FieldNames archived_names(const Record& record) {
  FieldNames names;
  const json detail = detail_of(record);
  for (const json& name : detail.value(archived_names_key, json::array())) {
    if (name.is_string()) {
      names.push_back(name.get<std::string>());
    }
  }
  return names;
}

void take_archived(Record& record, const Record& archived, const Columns& columns, FieldNames names) {
  for (const store::RecordColumn* column : columns) {
    std::string scratch;
    column->read(record, column->value(archived, scratch));
    names.emplace_back(column->name);
  }
  std::ranges::sort(names);
  if (names != archived_names(record)) {
    json detail = detail_of(record);
    detail[archived_names_key] = std::move(names);
    record.detail_json = detail.dump(-1, ' ', false, json::error_handler_t::replace);
  }
}

bool is_among(const FieldNames& names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

} // namespace

Record with_archived_fields(Record answer, const Record& known) {
  if (known.origin != Origin::archive && known.detail_json.find(archived_names_key) == std::string::npos) {
    return answer; // as nearly always: its detail is not worth reading
  }
  const FieldNames names = archived_names(known);
  Columns missing;
  for (const store::RecordColumn* column : columns_of_archives()) {
    const bool is_archived = known.origin == Origin::archive || is_among(names, column->name);
    if (is_archived && !tells(answer, *column) && tells(known, *column)) {
      missing.push_back(column);
    }
  }
  take_archived(answer, known, missing, {});
  return answer;
}

Record filled_from_archive(Record known, const Record& archived) {
  const FieldNames names = archived_names(known);
  Columns told;
  FieldNames remaining;
  for (const store::RecordColumn* column : columns_of_archives()) {
    const bool is_archived = is_among(names, column->name);
    if (tells(archived, *column) && (is_archived || !tells(known, *column))) {
      told.push_back(column);
    } else if (is_archived) {
      remaining.emplace_back(column->name);
    }
  }
  take_archived(known, archived, told, std::move(remaining));
  return known;
}

} // namespace tracekit::app
