// SPDX-License-Identifier: MIT
#include "app/original/records.hpp"

#include <array>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/original/answers.hpp"
#include "base/text.hpp"
#include "model/sport.hpp"
#include "providers/garmin/activity_type.hpp"

namespace tracekit::app::original {
namespace {

using store::OriginalRow;

constexpr double metres_per_mile = 1609.344;
constexpr double mps_per_mph = 0.44704;
constexpr WallSeconds day_s = 86400;
constexpr EpochSeconds latest_start = 7'258'118'400; ///< 2200: what lies beyond is no start
constexpr std::size_t sha256_digits = 64;

constexpr std::array tables{
    RecordTable{"garmin_activities", "garmin", "garmin_id"},
    RecordTable{"intervalsicu_activities", "intervalsicu", "intervalsicu_id"},
    RecordTable{"ridewithgps_activities", "ridewithgps", "ridewithgps_id"},
    RecordTable{"strava_activities", "strava", "strava_id"},
    RecordTable{"file_activities", "file", "file_checksum"},
    RecordTable{"spreadsheet_activities", "spreadsheet", "spreadsheet_id"},
};

/// Columns whose meaning is not told well enough for a field of ours; they are kept as they were written.
struct KeptColumn {
  const char* column;
  const char* name;
};
constexpr std::array kept_columns{
    KeptColumn{"location_name", "location"},
    KeptColumn{"city", "city"},
    KeptColumn{"state", "state"},
    KeptColumn{"temperature", "temperature"},
    KeptColumn{"max_elevation", "elevation_max_as_written"},
    KeptColumn{"total_elevation_gain", "elevation_gain_as_written"},
    KeptColumn{"file_path", "file"},
};

bool is(const Record& record, std::string_view provider) { return record.key.provider == provider; }

std::string trimmed(const OriginalRow& row, std::string_view column) { return std::string(trim(row.text(column))); }

/// Above zero: the tool writes 0 for what it does not know.
std::optional<double> amount(const OriginalRow& row, const char* column, double factor = 1) {
  const auto value = row.number(column);
  return value && *value > 0 ? std::optional(*value * factor) : std::nullopt;
}

/// `HH:MM:SS`; more than a day has more hours.
std::optional<double> seconds_of(const std::string& hms) {
  double seconds = 0;
  const std::vector<std::string> parts = split(hms, ':');
  if (parts.size() != 3) {
    return std::nullopt;
  }
  for (const std::string& part : parts) {
    const auto value = parse_double(part);
    if (!value || !std::isfinite(*value) || *value < 0) {
      return std::nullopt;
    }
    seconds = seconds * 60 + *value;
  }
  return seconds > 0 ? std::optional(seconds) : std::nullopt;
}

/// The tool writes steps a minute of both feet, as services show them; ours are of one.
std::optional<double> cadence_of(const OriginalRow& row, const Record& record) {
  constexpr double fastest_leg = 120;
  const auto value = amount(row, "avg_cadence");
  const std::string_view family = sport_family(record.sport, record.sub_sport);
  const bool on_foot = family == "running" || family == "walking";
  return value && on_foot && *value > fastest_leg ? std::optional(*value / 2) : value;
}

void set_sport(Record& record, const std::string& word) {
  record.type = word;
  Sport sport = is(record, "garmin") ? garmin::sport_of_type(word, 0) : sport_of_word(word);
  if (sport.sport == "generic") { // `cycling:gravel`
    sport = sport_of_word(word.substr(0, word.find(':')));
  }
  record.sport = sport.sport;
  record.sub_sport = sport.sub_sport;
}

void set_start(Record& record, const OriginalRow& row, const TimeZone& home) {
  const auto start = row.integer("start_time");
  if (!start || *start <= 0 || *start >= latest_start) {
    return;
  }
  const WallSeconds wall = home.to_wall(*start);
  if (is(record, "spreadsheet") && wall % day_s == 0) {
    record.start_local = wall;
    record.date_only = true;
    return;
  }
  record.start = *start;
  if (is(record, "garmin") || is(record, "intervalsicu") || is(record, "spreadsheet")) {
    record.start_local = wall;
  }
}

void set_totals(Record& record, const OriginalRow& row) {
  Totals& totals = record.totals;
  totals.timer_s = seconds_of(trimmed(row, "duration_hms"));
  totals.distance_m = amount(row, "distance", metres_per_mile);
  totals.max_speed_mps = amount(row, "max_speed", mps_per_mph);
  totals.avg_hr = amount(row, "avg_heart_rate");
  totals.max_hr = amount(row, "max_heart_rate");
  totals.calories_kcal = amount(row, "calories");
  totals.avg_cadence = cadence_of(row, record);
}

void keep_the_rest(Record& record, const OriginalRow& row) {
  nlohmann::json kept = nlohmann::json::object();
  for (const auto& [column, name] : kept_columns) {
    if (std::string value = trimmed(row, column); !value.empty()) {
      kept[name] = std::move(value);
    }
  }
  if (const auto place = row.integer("spreadsheet_id"); place && is(record, "spreadsheet")) {
    kept["day_order"] = *place; // tells which of a day's rows came first
  }
  if (!kept.empty()) {
    record.detail_json = kept.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
}

void set_relatives(Record& record, const OriginalRow& row) {
  record.source = trimmed(row, "source");
  record.stub = is(record, "intervalsicu") && to_lower(record.source) == "strava" && record.type.empty();
  if (!is(record, "spreadsheet")) {
    record.format = is(record, "file") ? to_lower(trimmed(row, "file_format")) : "";
    return;
  }
  record.manual = true;                                             // somebody typed it
  for (const char* service : {"strava", "garmin", "ridewithgps"}) { // in the order of a log's columns
    if (std::string id = trimmed(row, fmt::format("{}_id", service)); !id.empty()) {
      record.external_ids.push_back({service, std::move(id)});
    }
  }
}

EpochSeconds last_seen(const OriginalRow& row, EpochSeconds now) {
  for (const char* column : {"updated_at", "created_at"}) {
    if (const auto time = parse_iso_time(row.text(column))) {
      return time->utc_ms() / 1000;
    }
  }
  return now;
}

Record record_of_columns(const RecordTable& table, const OriginalRow& row, const TimeZone& home, EpochSeconds now) {
  Record record;
  record.key = {table.provider, trimmed(row, table.id_column)};
  record.origin = Origin::load;
  record.fetched_at = last_seen(row, now);
  set_sport(record, trimmed(row, "activity_type"));
  set_start(record, row, home);
  const std::string notes = trimmed(row, "notes");
  record.name = trimmed(row, "name");
  if (is(record, "spreadsheet") && record.name.empty()) {
    record.name = notes; // a log's notes are its names
  } else if (notes != record.name) {
    record.description = notes;
  }
  record.equipment = trimmed(row, "equipment");
  record.device.product = trimmed(row, "device_name");
  set_totals(record, row);
  set_relatives(record, row);
  keep_the_rest(record, row);
  return record;
}

template <typename T> void fill(std::optional<T>& field, const std::optional<T>& other) {
  if (!field) {
    field = other;
  }
}

void fill(std::string& field, const std::string& other) {
  if (field.empty()) {
    field = other;
  }
}

/// The answer as it was when it was fetched, with what the tool wrote to the service afterwards, and what only its
/// columns tell.
Record completed(Record answer, const Record& columns) {
  answer.origin = columns.origin;
  if (!columns.name.empty()) {
    answer.name = columns.name;
  }
  if (!columns.equipment.empty() && columns.equipment != answer.equipment) {
    answer.equipment = columns.equipment;
    answer.gear_id.clear();
  }
  fill(answer.description, columns.description);
  fill(answer.device.product, columns.device.product);
  fill(answer.source, columns.source);
  fill(answer.detail_json, columns.detail_json);
  fill(answer.totals.distance_m, columns.totals.distance_m);
  fill(answer.totals.avg_hr, columns.totals.avg_hr);
  fill(answer.totals.max_hr, columns.totals.max_hr);
  fill(answer.totals.max_speed_mps, columns.totals.max_speed_mps);
  fill(answer.totals.calories_kcal, columns.totals.calories_kcal);
  fill(answer.totals.avg_cadence, columns.totals.avg_cadence);
  if (!answer.totals.elapsed_s && !answer.totals.moving_s) {
    fill(answer.totals.timer_s, columns.totals.timer_s);
  }
  return answer;
}

bool is_sha256(const std::string& text) {
  return text.size() == sha256_digits && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

} // namespace

std::span<const RecordTable> record_tables() { return tables; }

Conversion convert(const RecordTable& table, const OriginalRow& row, const TimeZone& home, EpochSeconds now) {
  Conversion result;
  Record columns = record_of_columns(table, row, home, now);
  if (is(columns, "file")) {
    columns.key.id = to_lower(columns.key.id);
    if (!is_sha256(columns.key.id)) {
      result.left_out = "a file without its checksum";
      return result;
    }
  }
  if (columns.key.id.empty()) {
    result.left_out = "without the provider's id";
    return result;
  }
  auto answer = record_in_answer(row.text("raw_data"), columns, home);
  result.by_answer = answer.has_value();
  result.record = answer ? completed(std::move(*answer), columns) : std::move(columns);
  if (!result.record->start && !result.record->start_local && !is(*result.record, "file")) {
    result.record.reset();
    result.left_out = "without a time that can be read";
  }
  return result;
}

} // namespace tracekit::app::original
