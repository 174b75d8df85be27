// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "formats/xml/name_table.hpp"
#include "formats/xml/track_builder.hpp"
#include "model/recording.hpp"

namespace tracekit::gpx {

/// What an element is for us.
enum class Role : std::uint8_t {
  other,    ///< inside a point: a quantity of its own name, when it holds a number
  ignored,  ///< texts and containers without a value
  quantity, ///< inside a point: a well-known quantity
  time,
  name,
  description,
  type,
  metadata,
  waypoint,
  route,
  route_point,
  track,
  segment,
  point,
  statistic, ///< of a track as a whole
};

struct Meaning {
  Role role = Role::other;
  xml::Quantity quantity = xml::Quantity::count;
  std::optional<double> Totals::* total = nullptr; ///< which statistic
};

namespace detail {
using xml::Quantity;
using Entry = xml::NamedValue<Meaning>;
constexpr Meaning is(Role role) { return {role, Quantity::count, nullptr}; }
constexpr Meaning is(Quantity quantity) { return {Role::quantity, quantity, nullptr}; }
constexpr Meaning is(std::optional<double> Totals::* total) { return {Role::statistic, Quantity::count, total}; }

constexpr std::array entries{
    Entry{"trkpt", is(Role::point)},
    Entry{"trkseg", is(Role::segment)},
    Entry{"trk", is(Role::track)},
    Entry{"rte", is(Role::route)},
    Entry{"rtept", is(Role::route_point)},
    Entry{"wpt", is(Role::waypoint)},
    Entry{"metadata", is(Role::metadata)},
    Entry{"time", is(Role::time)},
    Entry{"name", is(Role::name)},
    Entry{"desc", is(Role::description)},
    Entry{"type", is(Role::type)},
    Entry{"TimerTime", is(&Totals::timer_s)},
    Entry{"MovingTime", is(&Totals::moving_s)},
    Entry{"MaxSpeed", is(&Totals::max_speed_mps)},
    Entry{"Ascent", is(&Totals::ascent_m)},
    Entry{"Descent", is(&Totals::descent_m)},
    Entry{"extensions", is(Role::ignored)},
    Entry{"TrackPointExtension", is(Role::ignored)},
    Entry{"PowerExtension", is(Role::ignored)},
    Entry{"TrackStatsExtension", is(Role::ignored)},
    Entry{"cmt", is(Role::ignored)},
    Entry{"src", is(Role::ignored)},
    Entry{"link", is(Role::ignored)},
    Entry{"text", is(Role::ignored)},
    Entry{"url", is(Role::ignored)},
    Entry{"urlname", is(Role::ignored)},
    Entry{"sym", is(Role::ignored)},
    Entry{"fix", is(Role::ignored)},
    Entry{"latitude", is(Role::ignored)},
    Entry{"longitude", is(Role::ignored)},
    Entry{"ele", is(Quantity::altitude)},
    Entry{"altitude", is(Quantity::altitude)},
    Entry{"hr", is(Quantity::heart_rate)},
    Entry{"heartrate", is(Quantity::heart_rate)},
    Entry{"heart_rate", is(Quantity::heart_rate)},
    Entry{"cad", is(Quantity::cadence)},
    Entry{"cadence", is(Quantity::cadence)},
    Entry{"power", is(Quantity::power)},
    Entry{"PowerInWatts", is(Quantity::power)},
    Entry{"watts", is(Quantity::power)},
    Entry{"atemp", is(Quantity::temperature)},
    Entry{"temp", is(Quantity::temperature)},
    Entry{"temperature", is(Quantity::temperature)},
    Entry{"wtemp", is(Quantity::water_temperature)},
    Entry{"depth", is(Quantity::depth)},
    Entry{"speed", is(Quantity::speed)},
    Entry{"verticalSpeed", is(Quantity::vertical_speed)},
    Entry{"course", is(Quantity::course)},
    Entry{"distance", is(Quantity::distance)},
    Entry{"seaLevelPressure", is(Quantity::pressure)},
    Entry{"hAcc", is(Quantity::horizontal_accuracy)},
    Entry{"accuracy_horizontal", is(Quantity::horizontal_accuracy)},
    Entry{"vAcc", is(Quantity::vertical_accuracy)},
    Entry{"accuracy_vertical", is(Quantity::vertical_accuracy)},
};
} // namespace detail

/// Local names of GPX and of the extensions in use: Garmin's TrackPointExtension 1 and 2, PowerExtension and
/// TrackStatsExtension, Cluetrust, OpenTracks, Apple Health, and names without a namespace.
inline constexpr xml::NameTable names{detail::entries, Meaning{}};

} // namespace tracekit::gpx
