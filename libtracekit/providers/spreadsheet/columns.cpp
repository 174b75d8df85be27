// SPDX-License-Identifier: MIT
#include "providers/spreadsheet/columns.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "base/text.hpp"

namespace tracekit::spreadsheet {
namespace {

constexpr std::size_t rows_searched = 10; ///< titles and remarks above the headings

constexpr std::string_view words[field_count] = {
    "date",
    "activity type",
    "location",
    "city",
    "state",
    "temperature",
    "equipment",
    "duration",
    "distance",
    "maximum speed",
    "average heart rate",
    "maximum heart rate",
    "calories",
    "maximum elevation",
    "elevation gain",
    "companions",
    "average cadence",
    "Strava id",
    "Garmin id",
    "Ride with GPS id",
    "name",
};

struct Spelling {
  std::string_view heading; ///< lower case, letters and digits only
  Field field;
};

constexpr Spelling spellings[] = {
    {"date", Field::start},
    {"datetime", Field::start},
    {"dateandtime", Field::start},
    {"starttime", Field::start},
    {"start", Field::start},
    {"startdate", Field::start},
    {"startdatetime", Field::start},
    {"activitydate", Field::start},
    {"day", Field::start},
    {"datum", Field::start},
    {"when", Field::start},
    {"activitytype", Field::type},
    {"type", Field::type},
    {"sport", Field::type},
    {"activity", Field::type},
    {"sporttype", Field::type},
    {"location", Field::location},
    {"locationname", Field::location},
    {"place", Field::location},
    {"where", Field::location},
    {"city", Field::city},
    {"town", Field::city},
    {"state", Field::state},
    {"region", Field::state},
    {"province", Field::state},
    {"country", Field::state},
    {"temperature", Field::temperature},
    {"temp", Field::temperature},
    {"equipment", Field::equipment},
    {"gear", Field::equipment},
    {"bike", Field::equipment},
    {"shoes", Field::equipment},
    {"duration", Field::duration},
    {"durationhms", Field::duration},
    {"durationhmmss", Field::duration},
    {"time", Field::duration},
    {"movingtime", Field::duration},
    {"elapsedtime", Field::duration},
    {"distance", Field::distance},
    {"dist", Field::distance},
    {"km", Field::distance},
    {"kilometres", Field::distance},
    {"kilometers", Field::distance},
    {"miles", Field::distance},
    {"mi", Field::distance},
    {"maxspeed", Field::max_speed},
    {"maximumspeed", Field::max_speed},
    {"topspeed", Field::max_speed},
    {"avghr", Field::avg_hr},
    {"averagehr", Field::avg_hr},
    {"avgheartrate", Field::avg_hr},
    {"averageheartrate", Field::avg_hr},
    {"heartrate", Field::avg_hr},
    {"hr", Field::avg_hr},
    {"maxhr", Field::max_hr},
    {"maxheartrate", Field::max_hr},
    {"maximumheartrate", Field::max_hr},
    {"calories", Field::calories},
    {"kcal", Field::calories},
    {"energy", Field::calories},
    {"maxelevation", Field::max_elevation},
    {"maximumelevation", Field::max_elevation},
    {"maxaltitude", Field::max_elevation},
    {"elevationgain", Field::ascent},
    {"totalelevationgain", Field::ascent},
    {"totalascent", Field::ascent},
    {"ascent", Field::ascent},
    {"climb", Field::ascent},
    {"climbing", Field::ascent},
    {"elevation", Field::ascent},
    {"gain", Field::ascent},
    {"with", Field::with},
    {"withnames", Field::with},
    {"companions", Field::with},
    {"avgcadence", Field::avg_cadence},
    {"averagecadence", Field::avg_cadence},
    {"cadence", Field::avg_cadence},
    {"stravaid", Field::strava_id},
    {"strava", Field::strava_id},
    {"stravaactivityid", Field::strava_id},
    {"garminid", Field::garmin_id},
    {"garmin", Field::garmin_id},
    {"garminconnectid", Field::garmin_id},
    {"garminactivityid", Field::garmin_id},
    {"ridewithgpsid", Field::ridewithgps_id},
    {"ridewithgps", Field::ridewithgps_id},
    {"rwgpsid", Field::ridewithgps_id},
    {"rwgps", Field::ridewithgps_id},
    {"notes", Field::notes},
    {"name", Field::notes},
    {"activityname", Field::notes},
    {"title", Field::notes},
    {"description", Field::notes},
    {"comment", Field::notes},
};

struct Unit {
  std::string_view word; ///< lower case, letters only
  double factor;         ///< to SI
};

constexpr double mile_per_hour = metres_per_mile / 3600;

constexpr Unit distance_units[] = {{"km", 1000},
                                   {"kilometres", 1000},
                                   {"kilometers", 1000},
                                   {"k", 1000},
                                   {"mi", metres_per_mile},
                                   {"miles", metres_per_mile},
                                   {"mile", metres_per_mile},
                                   {"m", 1},
                                   {"meters", 1},
                                   {"metres", 1}};
constexpr Unit speed_units[] = {{"kmh", 1 / 3.6},       {"kph", 1 / 3.6}, {"kmph", 1 / 3.6}, {"mph", mile_per_hour},
                                {"mih", mile_per_hour}, {"ms", 1},        {"mps", 1}};
constexpr Unit elevation_units[] = {
    {"m", 1}, {"metres", 1}, {"meters", 1}, {"ft", metres_per_foot}, {"feet", metres_per_foot}};
constexpr Unit duration_units[] = {{"min", 60},    {"mins", 60}, {"minutes", 60}, {"s", 1},       {"sec", 1},
                                   {"seconds", 1}, {"h", 3600},  {"hr", 3600},    {"hours", 3600}};

std::span<const Unit> units_of(Field field) {
  switch (field) {
  case Field::distance:
    return distance_units;
  case Field::max_speed:
    return speed_units;
  case Field::ascent:
  case Field::max_elevation:
    return elevation_units;
  case Field::duration:
    return duration_units;
  default:
    return {};
  }
}

std::optional<double> factor_of(Field field, std::string_view word) {
  const auto units = units_of(field);
  const auto found = std::find_if(units.begin(), units.end(), [&](const Unit& unit) { return unit.word == word; });
  return found == units.end() ? std::nullopt : std::optional(found->factor);
}

std::string letters_of(std::string_view text, bool digits_too) {
  std::string out;
  for (const char c : to_lower(text)) {
    if ((c >= 'a' && c <= 'z') || (digits_too && c >= '0' && c <= '9')) {
      out += c;
    }
  }
  return out;
}

std::optional<Field> find_spelling(std::string_view heading) {
  const auto* found =
      std::find_if(std::begin(spellings), std::end(spellings), [&](const Spelling& s) { return s.heading == heading; });
  return found == std::end(spellings) ? std::nullopt : std::optional(found->field);
}

struct Heading {
  Field field;
  std::optional<double> unit;
};

/// `Distance (km)`, `distance_km` and `Distance, km` are the distance in kilometres; `km` alone is, too.
std::optional<Heading> read_heading(std::string_view text) {
  const std::string whole = letters_of(text, true);
  if (const auto field = find_spelling(whole)) {
    return Heading{*field, factor_of(*field, whole)};
  }
  const auto bracket = text.find_first_of("([");
  const auto cut = bracket != std::string_view::npos ? bracket : trim(text).find_last_of("_ ,");
  if (cut == std::string_view::npos) {
    return std::nullopt;
  }
  const auto field = find_spelling(letters_of(trim(text).substr(0, cut), true));
  if (!field) {
    return std::nullopt;
  }
  const auto unit = factor_of(*field, letters_of(trim(text).substr(cut), false));
  // Without brackets only a unit may follow: `Distance home` is another matter than `Distance km`.
  return bracket != std::string_view::npos || unit ? std::optional(Heading{*field, unit}) : std::nullopt;
}

Columns with_units(Units units) {
  Columns columns;
  columns.unit.fill(1);
  const auto set = [&](Field field, double unit) { columns.unit[static_cast<std::size_t>(field)] = unit; };
  set(Field::distance, distance_unit_m(units));
  set(Field::max_speed, distance_unit_m(units) / 3600);
  set(Field::ascent, units == Units::metric ? 1 : metres_per_foot);
  set(Field::max_elevation, units == Units::metric ? 1 : metres_per_foot);
  return columns;
}

/// The columns that a row's headings name; of two for one field the first counts.
Columns read_headings(const TableRow& row, Units units) {
  Columns columns = with_units(units);
  columns.first_row = row.number + 1;
  for (const Cell& cell : row.cells) {
    const auto heading = cell.kind == Cell::Kind::text ? read_heading(cell.text) : std::nullopt;
    if (!heading || columns.of(heading->field)) {
      continue;
    }
    columns.at[static_cast<std::size_t>(heading->field)] = cell.column;
    if (heading->unit && heading->field == Field::duration) {
      columns.duration_s = heading->unit;
    } else if (heading->unit) {
      columns.unit[static_cast<std::size_t>(heading->field)] = *heading->unit;
    }
  }
  return columns;
}

} // namespace

std::string_view field_words(Field field) { return words[static_cast<std::size_t>(field)]; }

std::optional<Field> field_of_heading(std::string_view heading) {
  const auto read = read_heading(heading);
  return read ? std::optional(read->field) : std::nullopt;
}

Columns recognise_columns(const Table& table, Units units) {
  for (std::size_t i = 0; i < std::min(table.rows.size(), rows_searched); ++i) {
    const Columns columns = read_headings(table.rows[i], units);
    const auto named =
        std::count_if(columns.at.begin(), columns.at.end(), [](const auto& at) { return at.has_value(); });
    if (columns.of(Field::start) && (named > 1 || table.rows[i].cells.size() == 1)) {
      return columns;
    }
  }
  Columns columns = with_units(units);
  for (std::uint32_t column = 0; column < field_count; ++column) {
    columns.at[column] = column;
  }
  return columns;
}

} // namespace tracekit::spreadsheet
