// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "formats/xml/name_table.hpp"
#include "formats/xml/track_builder.hpp"
#include "model/recording.hpp"

namespace tracekit::tcx {

/// What an element is for us.
enum class Role : std::uint8_t {
  other,   ///< inside a trackpoint: a quantity of its own name, when it holds a number
  ignored, ///< containers without a value
  number,  ///< a value of a trackpoint, of a lap, or (with different meanings) of both
  value,   ///< of the heart rate element around it
  sport_folder,
  activity,
  transition,
  course,
  workout,
  lap,
  track,
  trackpoint,
  course_point,
  creator,
  author,
  time,
  latitude,
  longitude,
  intensity,
  trigger,
  id,
  notes,
  name,
  unit_id,
  product_id,
  version_major,
  version_minor,
};

using Member = std::optional<double> Totals::*;

struct Meaning {
  Role role = Role::other;
  xml::Quantity of_point = xml::Quantity::count; ///< what a number is in a trackpoint
  Member of_lap = nullptr;                       ///< what a number is in a lap
};

namespace detail {
using xml::Quantity;
using Entry = xml::NamedValue<Meaning>;
constexpr Meaning is(Role role) { return {role, Quantity::count, nullptr}; }
constexpr Meaning number(Quantity of_point, Member of_lap = nullptr) { return {Role::number, of_point, of_lap}; }
constexpr Meaning lap_number(Member of_lap) { return {Role::number, Quantity::count, of_lap}; }

constexpr std::array entries{
    Entry{"Activity", is(Role::activity)},
    Entry{"Run", is(Role::activity)}, // version 1
    Entry{"Running", is(Role::sport_folder)},
    Entry{"Biking", is(Role::sport_folder)},
    Entry{"Other", is(Role::sport_folder)},
    Entry{"Transition", is(Role::transition)},
    Entry{"Course", is(Role::course)},
    Entry{"Workout", is(Role::workout)},
    Entry{"Lap", is(Role::lap)},
    Entry{"Track", is(Role::track)},
    Entry{"Trackpoint", is(Role::trackpoint)},
    Entry{"CoursePoint", is(Role::course_point)},
    Entry{"Creator", is(Role::creator)},
    Entry{"Author", is(Role::author)},
    Entry{"Position", is(Role::ignored)},
    Entry{"Extensions", is(Role::ignored)},
    Entry{"TPX", is(Role::ignored)},
    Entry{"LX", is(Role::ignored)},
    Entry{"SensorState", is(Role::ignored)},
    Entry{"Time", is(Role::time)},
    Entry{"LatitudeDegrees", is(Role::latitude)},
    Entry{"LongitudeDegrees", is(Role::longitude)},
    Entry{"AltitudeMeters", number(Quantity::altitude)},
    Entry{"DistanceMeters", number(Quantity::distance, &Totals::distance_m)},
    Entry{"HeartRateBpm", number(Quantity::heart_rate)},
    Entry{"Value", {Role::value, Quantity::heart_rate, nullptr}},
    Entry{"Cadence", number(Quantity::cadence, &Totals::avg_cadence)},
    Entry{"RunCadence", number(Quantity::cadence)},
    Entry{"Speed", number(Quantity::speed)},
    Entry{"Watts", number(Quantity::power)},
    Entry{"TotalTimeSeconds", lap_number(&Totals::timer_s)},
    Entry{"MaximumSpeed", lap_number(&Totals::max_speed_mps)},
    Entry{"Calories", lap_number(&Totals::calories_kcal)},
    Entry{"AverageHeartRateBpm", lap_number(&Totals::avg_hr)},
    Entry{"MaximumHeartRateBpm", lap_number(&Totals::max_hr)},
    Entry{"AvgSpeed", lap_number(&Totals::avg_speed_mps)},
    Entry{"AvgRunCadence", lap_number(&Totals::avg_cadence)},
    Entry{"MaxBikeCadence", lap_number(&Totals::max_cadence)},
    Entry{"MaxRunCadence", lap_number(&Totals::max_cadence)},
    Entry{"AvgWatts", lap_number(&Totals::avg_power)},
    Entry{"MaxWatts", lap_number(&Totals::max_power)},
    Entry{"Intensity", is(Role::intensity)},
    Entry{"TriggerMethod", is(Role::trigger)},
    Entry{"Id", is(Role::id)},
    Entry{"Notes", is(Role::notes)},
    Entry{"Name", is(Role::name)},
    Entry{"UnitId", is(Role::unit_id)},
    Entry{"ProductID", is(Role::product_id)},
    Entry{"VersionMajor", is(Role::version_major)},
    Entry{"VersionMinor", is(Role::version_minor)},
};
} // namespace detail

/// Local names of TCX 1 and 2 and of ActivityExtension 2.
inline constexpr xml::NameTable names{detail::entries, Meaning{}};

} // namespace tracekit::tcx
