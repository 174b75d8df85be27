// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tracekit {

/// What speaks for or against two records being one workout. Several findings about one feature exclude each other,
/// such as the ways in which times agree.
enum class Finding : std::uint8_t {
  person,    ///< a person says so
  copy,      ///< carries the identity of the same recording
  part,      ///< one of several that another provider holds as one; detail: "2 of 3"
  identity,  ///< the same recording
  start,     ///< value: seconds apart
  end,       ///< value: seconds between the ends
  overlap,   ///< value: share of the time in common
  shift,     ///< value: seconds apart, a whole number of quarter hours
  apart,     ///< value: seconds apart
  date,      ///< value: days apart
  distance,  ///< value: relative difference
  units,     ///< kilometres written as miles or the other way round
  duration,  ///< value: relative difference
  sport,     ///< value: 0 the same or kindred, 1 different (detail: which), 2 not told by both
  position,  ///< value: share of the track in common, or 2 + metres between the starts where there is no track
  title,     ///< the same name
  equipment, ///< the same equipment
  heart_rate,
  calories,
  device,
  ascent,
  missing, ///< each lies only where the other is missing; value: share of the workouts around that lie with both
  around,  ///< all that the workouts around them tell, when no more is known of it than its bits
};

/// One reason for or against two records being the same workout.
struct Evidence {
  Finding finding = Finding::start;
  double bits = 0;    ///< log-odds weight; positive speaks for
  double value = 0;   ///< see Finding
  std::string detail; ///< see Finding
  friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// As it is stored: "start", "overlap".
std::string_view to_string(Finding finding);
std::optional<Finding> finding_of(std::string_view text);

/// Which property of a workout it is about: "start", "distance", "sport" ...
std::string_view feature_of(Finding finding);

/// For people: "start 12 s apart".
std::string words_of(const Evidence& evidence);

} // namespace tracekit
