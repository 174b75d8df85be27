// SPDX-License-Identifier: MIT
#include "providers/spreadsheet/row_reader.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "base/text.hpp"
#include "model/sport.hpp"
#include "providers/spreadsheet/cell_values.hpp"

namespace tracekit::spreadsheet {
namespace {

constexpr std::size_t longest_quote = 60;

struct NumberColumn {
  Field field;
  std::optional<double> Totals::* member;
};

constexpr NumberColumn number_columns[] = {
    {Field::distance, &Totals::distance_m},     {Field::max_speed, &Totals::max_speed_mps},
    {Field::avg_hr, &Totals::avg_hr},           {Field::max_hr, &Totals::max_hr},
    {Field::calories, &Totals::calories_kcal},  {Field::ascent, &Totals::ascent_m},
    {Field::avg_cadence, &Totals::avg_cadence},
};

constexpr std::pair<Field, const char*> id_columns[] = {
    {Field::strava_id, "strava"}, {Field::garmin_id, "garmin"}, {Field::ridewithgps_id, "ridewithgps"}};

constexpr std::pair<Field, const char*> detail_columns[] = {{Field::location, "location"},
                                                            {Field::city, "city"},
                                                            {Field::state, "state"},
                                                            {Field::temperature, "temperature"},
                                                            {Field::with, "with"}};

std::string in_quotes(std::string_view text) {
  const std::string shown = to_valid_utf8(text.substr(0, longest_quote));
  return fmt::format("\"{}{}\"", shown, text.size() > longest_quote ? "..." : "");
}

/// Reads the cells of one row into a record.
class RowReader {
public:
  RowReader(const Table& table, const Columns& columns, const Reading& reading, Log& log)
      : table_(table), columns_(columns), reading_(reading), log_(log) {}

  void read(const TableRow& row) {
    row_ = &row;
    if (is_passed_over()) {
      return;
    }
    LogRow out;
    out.number = row.number;
    Record& record = out.record;
    record.key.provider = "spreadsheet";
    record.origin = Origin::file;
    record.manual = true;
    record.fetched_at = reading_.now;
    read_start(out);
    read_texts(record);
    read_numbers(record.totals);
    read_ids(record);
    read_details(record);
    out.content = content_of(out);
    log_.rows.push_back(std::move(out));
  }

private:
  [[nodiscard]] const Cell& cell(Field field) const {
    static const Cell none;
    const auto column = columns_.of(field);
    return column ? row_->cell(*column) : none;
  }

  [[nodiscard]] std::string text(Field field) const { return std::string(trim(cell(field).text)); }

  [[nodiscard]] bool is_passed_over() const {
    bool blank = true;
    bool typed = false;
    for (std::size_t i = 0; i < field_count; ++i) {
      const Cell& one = cell(static_cast<Field>(i));
      const bool holds = !trim(one.text).empty();
      blank = blank && !holds;
      typed = typed || (holds && !one.is_formula);
    }
    const std::string date = text(Field::start);
    return blank || (!typed && date.empty()) || field_of_heading(date) == Field::start;
  }

  std::string problem(Field field, const std::string& what) {
    const std::string sheet = table_.sheet.empty() ? "" : fmt::format("sheet {}, ", in_quotes(table_.sheet));
    log_.problems.push_back(fmt::format("{}row {}, cell {} ({}): {}", sheet, row_->number,
                                        cell_name(row_->number, columns_.of(field).value_or(0)), field_words(field),
                                        what));
    return log_.problems.back();
  }

  void read_start(LogRow& out) {
    const Cell& date = cell(Field::start);
    const auto when = read_when(date, table_.date_1904, reading_.units);
    if (!when) {
      out.problem =
          problem(Field::start, trim(date.text).empty() ? "there is no date" : in_quotes(date.text) + " is not a date");
      return;
    }
    Record& record = out.record;
    record.start_local = when->wall_s;
    record.date_only = when->date_only;
    if (when->date_only) {
      return;
    }
    if (!when->utc_offset_s) {
      record.start = reading_.home.to_utc(when->wall_s);
      return;
    }
    record.start = when->wall_s - *when->utc_offset_s;
    if (*when->utc_offset_s == 0) { // `Z` is how programs write, not where somebody was
      record.start_local = reading_.home.to_wall(*record.start);
    } else {
      record.utc_offset_s = when->utc_offset_s;
    }
  }

  void read_texts(Record& record) const {
    record.type = text(Field::type);
    const Sport sport = sport_of_word(record.type);
    record.sport = sport.sport;
    record.sub_sport = sport.sub_sport;
    record.indoor = is_indoor_sport(record.sport, record.sub_sport);
    record.equipment = text(Field::equipment);
    record.name = cell(Field::notes).text; // with its blanks: stray ones are offered as a change
  }

  std::optional<double> number(Field field) {
    const Cell& found = cell(field);
    if (trim(found.text).empty()) {
      return std::nullopt;
    }
    const auto value = read_number(found);
    if (!value) {
      problem(field, in_quotes(found.text) + " is not a number");
      return std::nullopt;
    }
    return *value * columns_.unit_of(field);
  }

  void read_numbers(Totals& totals) {
    for (const NumberColumn& column : number_columns) {
      totals.*column.member = number(column.field);
    }
    const Cell& duration = cell(Field::duration);
    if (trim(duration.text).empty()) {
      return;
    }
    totals.timer_s = read_duration(duration, columns_.duration_s, totals.distance_m.value_or(0));
    if (!totals.timer_s) {
      problem(Field::duration,
              in_quotes(duration.text) +
                  " is not a duration; write H:MM:SS, or name the unit in the heading: Duration (min)");
    }
  }

  void read_ids(Record& record) const {
    for (const auto& [field, provider] : id_columns) {
      if (std::string id = read_id(cell(field)); !id.empty()) {
        record.external_ids.push_back({provider, std::move(id)});
      }
    }
  }

  void read_details(Record& record) {
    nlohmann::json out = nlohmann::json::object();
    for (const auto& [field, name] : detail_columns) {
      if (std::string value = text(field); !value.empty()) {
        out[name] = std::move(value);
      }
    }
    if (const auto top = number(Field::max_elevation)) {
      out["max_elevation_m"] = *top;
    }
    if (!out.empty()) {
      record.detail_json = out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }
  }

  /// Spreadsheet programs rewrite cells (a date as a serial number, 1.50 as 1.5) without anybody having edited the row.
  [[nodiscard]] std::string content_of(const LogRow& row) const {
    const Record& record = row.record;
    std::string out = record.start_local ? format_wall(*record.start_local) : text(Field::start);
    const auto add = [&](std::string_view part) { out.append("\x1f").append(part); };
    add(record.type);
    add(record.equipment);
    add(record.name);
    add(record.detail_json);
    for (const ExternalId& id : record.external_ids) {
      add(id.provider);
      add(id.id);
    }
    for (const NumberColumn& column : number_columns) {
      const auto& value = record.totals.*column.member;
      add(value ? fmt::format("{:.9g}", *value) : text(column.field));
    }
    add(record.totals.timer_s ? fmt::format("{:.0f}", *record.totals.timer_s) : text(Field::duration));
    return out;
  }

  const Table& table_;
  const Columns& columns_;
  const Reading& reading_;
  Log& log_;
  const TableRow* row_ = nullptr;
};

} // namespace

Log read_log(const Table& table, const Columns& columns, const Reading& reading) {
  Log log;
  RowReader reader(table, columns, reading, log);
  for (const TableRow& row : table.rows) {
    if (row.number >= columns.first_row) {
      reader.read(row);
    }
  }
  return log;
}

} // namespace tracekit::spreadsheet
