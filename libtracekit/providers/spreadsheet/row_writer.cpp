// SPDX-License-Identifier: MIT
#include "providers/spreadsheet/row_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "base/text.hpp"
#include "model/record_field.hpp"
#include "model/sport.hpp"

namespace tracekit::spreadsheet {
namespace {

struct WritableField {
  std::string_view name; ///< portable
  Field field;
  int decimals; ///< that a person would write
};

constexpr int is_text = -1;

constexpr WritableField writable[] = {
    {"name", Field::notes, is_text},        {"equipment", Field::equipment, is_text},
    {"type", Field::type, is_text},         {"timer_s", Field::duration, 1},
    {"distance_m", Field::distance, 2},     {"max_speed_mps", Field::max_speed, 1},
    {"avg_hr", Field::avg_hr, 0},           {"max_hr", Field::max_hr, 0},
    {"calories_kcal", Field::calories, 0},  {"ascent_m", Field::ascent, 0},
    {"avg_cadence", Field::avg_cadence, 0},
};

constexpr std::pair<std::string_view, Field> written_ids[] = {
    {"strava", Field::strava_id}, {"garmin", Field::garmin_id}, {"ridewithgps", Field::ridewithgps_id}};

double rounded(double value, int decimals) {
  const double factor = std::pow(10.0, decimals);
  return std::round(value * factor) / factor;
}

CellValue number_value(const WritableField& column, double value, const Columns& columns) {
  if (column.field == Field::duration && !columns.duration_s) {
    return DurationValue{std::round(value)};
  }
  const double unit = column.field == Field::duration ? *columns.duration_s : columns.unit_of(column.field);
  return rounded(value / unit, column.decimals);
}

CellValue value_for(const WritableField& column, const std::string& text, const Columns& columns) {
  if (column.decimals == is_text) {
    return text;
  }
  if (trim(text).empty()) {
    return std::monostate{};
  }
  const auto number = parse_double(text);
  if (!number || !std::isfinite(*number)) {
    throw Error(ErrorKind::usage, fmt::format("\"{}\" is not a number for {}", text, column.name));
  }
  return number_value(column, *number, columns);
}

const WritableField* find_writable(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(writable), std::end(writable), [&](const WritableField& f) { return f.name == name; });
  return found == std::end(writable) ? nullptr : found;
}

/// Ids of services are digits, which programs right-align and sort only as numbers.
CellValue id_value(const std::string& id) {
  constexpr std::size_t exact_digits = 15;
  const auto number = id.size() <= exact_digits && !id.starts_with('0') ? parse_integer(id) : std::nullopt;
  return number ? CellValue(static_cast<double>(*number)) : CellValue(id);
}

/// The sheet's own word for a sport, from the last row with it; else ours.
std::string type_word(const Record& record, const std::vector<LogRow>& rows) {
  const auto same = std::find_if(rows.rbegin(), rows.rend(), [&](const LogRow& row) {
    return !row.record.type.empty() && row.record.sport == record.sport && row.record.sub_sport == record.sub_sport &&
           record.sport != "generic";
  });
  if (same != rows.rend()) {
    return same->record.type;
  }
  return record.sport == "generic" ? record.type : sport_label(record.sport, record.sub_sport);
}

bool has_times(const std::vector<LogRow>& rows) {
  const auto last = std::find_if(rows.rbegin(), rows.rend(), [](const LogRow& row) { return row.problem.empty(); });
  return last != rows.rend() && !last->record.date_only;
}

Cell cell_of(const CellValue& value, std::uint32_t column) {
  Cell cell;
  cell.column = column;
  cell.kind = Cell::Kind::number;
  if (const auto* text = std::get_if<std::string>(&value)) {
    cell.kind = Cell::Kind::text;
    cell.text = *text;
  } else if (const auto* number = std::get_if<double>(&value)) {
    cell.number = *number;
  } else if (const auto* date = std::get_if<DateValue>(&value)) {
    cell.kind = Cell::Kind::text;
    cell.text = date->date_only ? format_date(date_of_wall(date->wall_s)) : format_wall(date->wall_s);
  } else if (const auto* duration = std::get_if<DurationValue>(&value)) {
    cell.kind = Cell::Kind::text;
    cell.text = format_duration(duration->seconds);
  }
  if (cell.kind == Cell::Kind::number) {
    cell.text = fmt::format("{}", cell.number);
  }
  return cell;
}

} // namespace

std::vector<CellEdit> edits_for(const std::vector<FieldWrite>& fields, std::uint32_t row, const Columns& columns) {
  std::vector<CellEdit> edits;
  for (const FieldWrite& write : fields) {
    const WritableField* found = find_writable(write.field);
    const auto column = found == nullptr ? std::nullopt : columns.of(found->field);
    if (!column) {
      throw Error(ErrorKind::provider, found == nullptr ? fmt::format("the spreadsheet cannot hold {}", write.field)
                                                        : fmt::format("the spreadsheet has no column for the {}",
                                                                      field_words(found->field)));
    }
    edits.push_back({row, *column, value_for(*found, write.value, columns)});
  }
  return edits;
}

NewRow row_for(const Record& record, const Columns& columns, const std::vector<LogRow>& rows, const TimeZone& home) {
  const auto start = local_start(record, home);
  if (!start) {
    throw Error(ErrorKind::provider, "an activity without a date cannot become a row");
  }
  NewRow row;
  const auto put = [&](Field field, CellValue value) {
    if (const auto column = columns.of(field)) {
      row.cells.push_back({*column, std::move(value)});
    }
  };
  const bool with_time = !record.date_only && has_times(rows);
  put(Field::start, DateValue{with_time ? *start : wall_midnight(date_of_wall(*start)), !with_time});
  Record told = record;
  told.type = type_word(record, rows);
  const Totals& totals = record.totals;
  told.totals.timer_s = totals.timer_s ? totals.timer_s : totals.moving_s ? totals.moving_s : totals.elapsed_s;
  for (const WritableField& column : writable) {
    const std::string text(trim(field_text(told, column.name)));
    if (!text.empty()) {
      put(column.field, value_for(column, text, columns));
    }
  }
  for (const ExternalId& external : record.external_ids) {
    for (const auto& [provider, field] : written_ids) {
      if (external.provider == provider) {
        put(field, id_value(external.id));
      }
    }
  }
  std::stable_sort(row.cells.begin(), row.cells.end(),
                   [](const NewCell& a, const NewCell& b) { return a.column < b.column; });
  // Two records of one service: the row has room for the first.
  row.cells.erase(std::unique(row.cells.begin(), row.cells.end(),
                              [](const NewCell& a, const NewCell& b) { return a.column == b.column; }),
                  row.cells.end());
  return row;
}

LogRow as_read(const NewRow& row, const Columns& columns, const Reading& reading) {
  Table table;
  table.rows.push_back({columns.first_row, {}});
  for (const NewCell& cell : row.cells) {
    table.rows[0].cells.push_back(cell_of(cell.value, cell.column));
  }
  Log log = read_log(table, columns, reading);
  return log.rows.empty() ? LogRow{} : std::move(log.rows.front());
}

} // namespace tracekit::spreadsheet
