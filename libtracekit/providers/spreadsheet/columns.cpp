// SPDX-License-Identifier: MIT
#include "providers/spreadsheet/columns.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"

namespace tracekit::spreadsheet {
namespace {

struct Spelling {
  std::string_view heading; ///< lower case, letters and digits only
  Field field;
};

constexpr Spelling spellings[] = {
    {"date", Field::start},           {"datetime", Field::start},        {"starttime", Field::start},
    {"start", Field::start},          {"startdate", Field::start},       {"day", Field::start},
    {"datum", Field::start},          {"when", Field::start},            {"activitytype", Field::type},
    {"type", Field::type},            {"sport", Field::type},            {"activity", Field::type},
    {"location", Field::location},    {"locationname", Field::location}, {"place", Field::location},
    {"where", Field::location},       {"city", Field::city},             {"town", Field::city},
    {"state", Field::state},          {"region", Field::state},          {"country", Field::state},
    {"temperature", Field::temperature}, {"temp", Field::temperature},   {"equipment", Field::equipment},
    {"gear", Field::equipment},       {"bike", Field::equipment},        {"shoes", Field::equipment},
    {"duration", Field::duration},    {"durationhms", Field::duration},  {"time", Field::duration},
    {"movingtime", Field::duration},  {"elapsedtime", Field::duration},  {"distance", Field::distance},
    {"dist", Field::distance},        {"km", Field::distance},           {"kilometres", Field::distance},
    {"kilometers", Field::distance},  {"miles", Field::distance},        {"mi", Field::distance},
    {"maxspeed", Field::max_speed},   {"topspeed", Field::max_speed},    {"avghr", Field::avg_hr},
    {"avgheartrate", Field::avg_hr},  {"averageheartrate", Field::avg_hr}, {"averagehr", Field::avg_hr},
    {"heartrate", Field::avg_hr},     {"hr", Field::avg_hr},             {"maxhr", Field::max_hr},
    {"maxheartrate", Field::max_hr},  {"calories", Field::calories},     {"kcal", Field::calories},
    {"maxelevation", Field::max_elevation}, {"maxaltitude", Field::max_elevation}, {"elevationgain", Field::ascent},
    {"totalelevationgain", Field::ascent}, {"ascent", Field::ascent},    {"climb", Field::ascent},
    {"elevation", Field::ascent},     {"gain", Field::ascent},           {"with", Field::with},
    {"withnames", Field::with},       {"companions", Field::with},       {"avgcadence", Field::avg_cadence},
    {"averagecadence", Field::avg_cadence}, {"cadence", Field::avg_cadence}, {"stravaid", Field::strava_id},
    {"strava", Field::strava_id},     {"garminid", Field::garmin_id},    {"garmin", Field::garmin_id},
    {"garminconnectid", Field::garmin_id}, {"ridewithgpsid", Field::ridewithgps_id}, {"ridewithgps", Field::ridewithgps_id},
    {"rwgpsid", Field::ridewithgps_id}, {"notes", Field::notes},         {"name", Field::notes},
    {"title", Field::notes},          {"description", Field::notes},     {"comment", Field::notes},
};

struct Unit {
  std::string_view word; ///< lower case, letters only
  double factor;         ///< to SI
};

constexpr Unit distance_units[] = {{"km", 1000}, {"kilometres", 1000}, {"kilometers", 1000}, {"mi", metres_per_mile},
                                   {"miles", metres_per_mile}, {"m", 1}, {"meters", 1}, {"metres", 1}};
constexpr Unit speed_units[] = {{"kmh", 1 / 3.6}, {"kph", 1 / 3.6}, {"mph", metres_per_mile / 3600}, {"ms", 1}, {"mps", 1}};
constexpr Unit elevation_units[] = {{"m", 1}, {"metres", 1}, {"meters", 1}, {"ft", metres_per_foot}, {"feet", metres_per_foot}};
constexpr Unit duration_units[] = {{"min", 60}, {"minutes", 60}, {"s", 1}, {"sec", 1}, {"seconds", 1}, {"h", 3600}, {"hours", 3600}};

std::string only(std::string_view text, bool digits) {
  std::string out;
  for (const char c : to_lower(text)) {
    if ((c >= 'a' && c <= 'z') || (digits && c >= '0' && c <= '9')) {
      out += c;
    }
  }
  return out;
}

/// A heading taken apart: `Distance (km)` and `distance_km` are `distance` in `km`.
struct Heading {
  std::string name;
  std::string unit;
};

const Spelling *find_spelling(const std::string &name) {
  const auto *found =
      std::find_if(std::begin(spellings), std::end(spellings), [&](const Spelling &s) { return s.heading == name; });
  return found == std::end(spellings) ? nullptr : found;
}

Heading take_apart(std::string_view text) {
  const auto open = text.find_first_of("([");
  if (open != std::string_view::npos) {
    return {only(text.substr(0, open), true), only(text.substr(open + 1), false)};
  }
  Heading whole{only(text, true), ""};
  if (find_spelling(whole.name) != nullptr) {
    return {whole.name, whole.name};
  }
  const auto cut = text.find_last_of("_ ");
  return cut == std::string_view::npos ? whole : Heading{only(text.substr(0, cut), true), only(text.substr(cut + 1), false)};
}

template <std::size_t n> std::optional<double> factor_of(const Unit (&units)[n], std::string_view word) {
  const auto *found = std::find_if(std::begin(units), std::end(units), [&](const Unit &u) { return u.word == word; });
  return found == std::end(units) ? std::nullopt : std::optional(found->factor);
}

void note_unit(Columns &columns, Field field, const std::string &unit) {
  switch (field) {
  case Field::distance:
    columns.distance_m = factor_of(distance_units, unit).value_or(columns.distance_m);
    break;
  case Field::max_speed:
    columns.speed_mps = factor_of(speed_units, unit).value_or(columns.speed_mps);
    break;
  case Field::ascent:
  case Field::max_elevation:
    columns.elevation_m = factor_of(elevation_units, unit).value_or(columns.elevation_m);
    break;
  case Field::duration:
    columns.duration_s = factor_of(duration_units, unit);
    break;
  default:
    break;
  }
}

} // namespace

Columns recognise_columns(const Table &table, Units units) {
  Columns columns;
  columns.distance_m = distance_unit_m(units);
  columns.speed_mps = distance_unit_m(units) / 3600;
  columns.elevation_m = units == Units::metric ? 1 : metres_per_foot;
  if (table.rows.empty()) {
    return columns;
  }
  bool any = false;
  for (const tracekit::Cell &cell : table.rows.front().cells) {
    const Heading heading = cell.kind == tracekit::Cell::Kind::text ? take_apart(cell.text) : Heading{};
    const Spelling *spelling = find_spelling(heading.name);
    if (spelling == nullptr || columns.of(spelling->field)) {
      continue;
    }
    columns.at[static_cast<std::size_t>(spelling->field)] = cell.column;
    note_unit(columns, spelling->field, heading.unit);
    any = true;
  }
  if (any && columns.of(Field::start)) {
    columns.first_row = table.rows.front().number + 1;
    return columns;
  }
  for (std::uint32_t column = 0; column < field_count; ++column) {
    columns.at[column] = column;
  }
  columns.first_row = table.rows.front().number;
  return columns;
}

} // namespace tracekit::spreadsheet
