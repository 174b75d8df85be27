// SPDX-License-Identifier: MIT
#include "providers/spreadsheet/row_reader.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "model/sport.hpp"
#include "providers/spreadsheet/cell_values.hpp"

namespace tracekit::spreadsheet {
namespace {

/// Reads the cells of one row into a record.
class RowReader {
public:
  RowReader(const Table &table, const Columns &columns, Units units, Log &log)
      : table_(table), columns_(columns), units_(units), log_(log) {}

  std::optional<LogRow> read(const TableRow &row, const TimeZone &home) {
    row_ = &row;
    LogRow out;
    out.number = row.number;
    if (is_blank()) {
      return std::nullopt;
    }
    const Cell &date = cell(Field::start);
    const auto when = read_when(date, table_.date_1904, units_);
    if (!when) {
      problem(Field::start, date.kind == Cell::Kind::empty ? "there is no date" : fmt::format("\"{}\" is not a date", date.text));
      return std::nullopt;
    }
    out.record.start_local = when->wall_s;
    out.record.date_only = when->date_only;
    if (!when->date_only) {
      out.record.start = home.to_utc(when->wall_s);
    }
    read_texts(out.record);
    read_numbers(out.record.totals);
    read_ids(out.record);
    read_details(out.record);
    for (std::size_t field = 0; field < field_count; ++field) {
      out.content += cell(static_cast<Field>(field)).text + '\x1f';
    }
    return out;
  }

private:
  [[nodiscard]] const Cell &cell(Field field) const {
    static const Cell none;
    const auto column = columns_.of(field);
    return column ? row_->cell(*column) : none;
  }

  [[nodiscard]] std::string text(Field field) const { return std::string(trim(cell(field).text)); }

  [[nodiscard]] bool is_blank() const {
    for (std::size_t field = 0; field < field_count; ++field) {
      if (!trim(cell(static_cast<Field>(field)).text).empty()) {
        return false;
      }
    }
    return true;
  }

  void problem(Field field, const std::string &what) {
    const std::string sheet = table_.sheet.empty() ? "" : fmt::format("sheet \"{}\" ", table_.sheet);
    log_.problems.push_back(fmt::format("{}row {} (cell {}): {}", sheet, row_->number, cell_name(row_->number, *columns_.of(field)), what));
  }

  void read_texts(Record &record) {
    record.type = text(Field::type);
    const Sport sport = sport_of_word(record.type);
    record.sport = sport.sport;
    record.sub_sport = sport.sub_sport;
    record.equipment = text(Field::equipment);
    record.name = cell(Field::notes).text; // with its blanks: stray ones are offered as a change
    record.indoor = is_indoor_sport(record.sport, record.sub_sport);
    record.manual = true;
    record.origin = Origin::file;
  }

  std::optional<double> number(Field field, double factor = 1) {
    const Cell &found = cell(field);
    if (found.kind == Cell::Kind::empty || trim(found.text).empty()) {
      return std::nullopt;
    }
    const auto value = read_number(found);
    if (!value) {
      problem(field, fmt::format("\"{}\" is not a number", found.text));
      return std::nullopt;
    }
    return *value * factor;
  }

  void read_numbers(Totals &totals) {
    totals.distance_m = number(Field::distance, columns_.distance_m);
    totals.max_speed_mps = number(Field::max_speed, columns_.speed_mps);
    totals.avg_hr = number(Field::avg_hr);
    totals.max_hr = number(Field::max_hr);
    totals.calories_kcal = number(Field::calories);
    totals.ascent_m = number(Field::ascent, columns_.elevation_m);
    totals.avg_cadence = number(Field::avg_cadence);
    const Cell &duration = cell(Field::duration);
    if (!trim(duration.text).empty()) {
      totals.timer_s = read_duration(duration, columns_.duration_s);
      if (!totals.timer_s) {
        problem(Field::duration, fmt::format("\"{}\" is not a duration; write it as H:MM:SS", duration.text));
      }
    }
  }

  void read_ids(Record &record) {
    constexpr std::pair<Field, const char *> ids[] = {
        {Field::strava_id, "strava"}, {Field::garmin_id, "garmin"}, {Field::ridewithgps_id, "ridewithgps"}};
    for (const auto &[field, provider] : ids) {
      std::string id = text(field);
      if (id.ends_with(".0")) {
        id.erase(id.size() - 2); // a number that a spreadsheet program made a decimal
      }
      if (!id.empty()) {
        record.external_ids.push_back({provider, id});
      }
    }
  }

  void read_details(Record &record) {
    constexpr std::pair<Field, const char *> details[] = {{Field::location, "location"}, {Field::city, "city"}, {Field::state, "state"},
                                                          {Field::temperature, "temperature"}, {Field::max_elevation, "max_elevation"},
                                                          {Field::with, "with"}};
    nlohmann::json out = nlohmann::json::object();
    for (const auto &[field, name] : details) {
      if (const std::string value = text(field); !value.empty()) {
        out[name] = value;
      }
    }
    if (!out.empty()) {
      record.detail_json = out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }
  }

  const Table &table_;
  const Columns &columns_;
  Units units_;
  Log &log_;
  const TableRow *row_ = nullptr;
};

} // namespace

Log read_log(const Table &table, const Columns &columns, Units units, const TimeZone &home, EpochSeconds now) {
  Log log;
  RowReader reader(table, columns, units, log);
  for (const TableRow &row : table.rows) {
    if (row.number < columns.first_row) {
      continue;
    }
    if (auto read = reader.read(row, home)) {
      read->record.fetched_at = now;
      log.rows.push_back(std::move(*read));
    }
  }
  return log;
}

} // namespace tracekit::spreadsheet
