// SPDX-License-Identifier: MIT
#include "providers/spreadsheet/row_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "base/text.hpp"
#include "model/sport.hpp"

namespace tracekit::spreadsheet {
namespace {

struct WritableField {
  std::string_view name; ///< portable
  Field column;
};

constexpr WritableField writable[] = {
    {"name", Field::notes},         {"equipment", Field::equipment},   {"type", Field::type},
    {"timer_s", Field::duration},   {"distance_m", Field::distance},   {"avg_hr", Field::avg_hr},
    {"max_hr", Field::max_hr},      {"calories_kcal", Field::calories}, {"ascent_m", Field::ascent},
    {"max_speed_mps", Field::max_speed}, {"avg_cadence", Field::avg_cadence},
};

/// Digits that a person would write.
double rounded(double value, int decimals) {
  const double factor = std::pow(10.0, decimals);
  return std::round(value * factor) / factor;
}

CellValue number_value(Field column, double value, const Columns &columns) {
  switch (column) {
  case Field::duration:
    return columns.duration_s ? CellValue(rounded(value / *columns.duration_s, 1)) : CellValue(DurationValue{std::round(value)});
  case Field::distance:
    return rounded(value / columns.distance_m, 2);
  case Field::max_speed:
    return rounded(value / columns.speed_mps, 1);
  case Field::ascent:
  case Field::max_elevation:
    return rounded(value / columns.elevation_m, 0);
  default:
    return rounded(value, 0);
  }
}

CellValue value_for(Field column, const std::string &text, const Columns &columns) {
  if (trim(text).empty()) {
    return std::monostate{};
  }
  if (column == Field::notes || column == Field::equipment || column == Field::type) {
    return text;
  }
  const auto number = parse_double(text);
  if (!number) {
    throw Error(ErrorKind::usage, fmt::format("\"{}\" is not a number", text));
  }
  return number_value(column, *number, columns);
}

/// Collects the cells of a new row.
class RowBuilder {
public:
  explicit RowBuilder(const Columns &columns) : columns_(columns) {}

  void put(Field field, CellValue value) {
    if (const auto column = columns_.of(field)) {
      row_.cells.push_back({*column, std::move(value)});
    }
  }
  void put_text(Field field, const std::string &text) {
    if (!trim(text).empty()) {
      put(field, std::string(trim(text)));
    }
  }
  void put_number(Field field, const std::optional<double> &value) {
    if (value) {
      put(field, number_value(field, *value, columns_));
    }
  }
  NewRow finish() {
    std::sort(row_.cells.begin(), row_.cells.end(), [](const NewCell &a, const NewCell &b) { return a.column < b.column; });
    return std::move(row_);
  }

private:
  const Columns &columns_;
  NewRow row_;
};

} // namespace

std::vector<CellEdit> edits_for(const std::vector<FieldWrite> &fields, std::uint32_t row, const Columns &columns) {
  std::vector<CellEdit> edits;
  for (const FieldWrite &write : fields) {
    const auto *found = std::find_if(std::begin(writable), std::end(writable), [&](const WritableField &f) { return f.name == write.field; });
    const auto column = found == std::end(writable) ? std::nullopt : columns.of(found->column);
    if (!column) {
      throw Error(ErrorKind::provider, fmt::format("the spreadsheet has no column for {}", write.field));
    }
    edits.push_back({row, *column, value_for(found->column, write.value, columns)});
  }
  return edits;
}

NewRow row_for(const Record &record, const Columns &columns, const TimeZone &home) {
  RowBuilder row(columns);
  const auto start = local_start(record, home);
  if (!start) {
    throw Error(ErrorKind::provider, "an activity without a date cannot become a row");
  }
  row.put(Field::start, DateValue{*start, true});
  row.put_text(Field::type, sport_label(record.sport, record.sub_sport));
  row.put_text(Field::equipment, record.equipment);
  const Totals &totals = record.totals;
  row.put_number(Field::duration, totals.timer_s ? totals.timer_s : totals.moving_s ? totals.moving_s : totals.elapsed_s);
  row.put_number(Field::distance, totals.distance_m);
  row.put_number(Field::max_speed, totals.max_speed_mps);
  row.put_number(Field::avg_hr, totals.avg_hr);
  row.put_number(Field::max_hr, totals.max_hr);
  row.put_number(Field::calories, totals.calories_kcal);
  row.put_number(Field::ascent, totals.ascent_m);
  row.put_number(Field::avg_cadence, totals.avg_cadence);
  constexpr std::pair<const char *, Field> ids[] = {
      {"strava", Field::strava_id}, {"garmin", Field::garmin_id}, {"ridewithgps", Field::ridewithgps_id}};
  for (const ExternalId &external : record.external_ids) {
    for (const auto &[provider, field] : ids) {
      if (external.provider == provider) {
        row.put_text(field, external.id);
      }
    }
  }
  row.put_text(Field::notes, record.name);
  return row.finish();
}

} // namespace tracekit::spreadsheet
