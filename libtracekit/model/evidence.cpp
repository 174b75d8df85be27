// SPDX-License-Identifier: MIT
#include "model/evidence.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace tracekit {
namespace {

constexpr double same = 0.0005; ///< a relative difference that nobody would call one

struct Name {
  Finding finding;
  std::string_view stored;
  std::string_view feature;
};

/// In the order of the enumeration.
constexpr std::array names{
    Name{Finding::person, "person", "person"},
    Name{Finding::copy, "copy", "identity"},
    Name{Finding::part, "part", "part"},
    Name{Finding::identity, "identity", "identity"},
    Name{Finding::start, "start", "start"},
    Name{Finding::end, "end", "start"},
    Name{Finding::overlap, "overlap", "start"},
    Name{Finding::shift, "shift", "start"},
    Name{Finding::apart, "apart", "start"},
    Name{Finding::date, "date", "date"},
    Name{Finding::distance, "distance", "distance"},
    Name{Finding::units, "units", "distance"},
    Name{Finding::duration, "duration", "duration"},
    Name{Finding::sport, "sport", "sport"},
    Name{Finding::position, "position", "position"},
    Name{Finding::title, "name", "name"},
    Name{Finding::equipment, "equipment", "equipment"},
    Name{Finding::heart_rate, "heart_rate", "heart_rate"},
    Name{Finding::calories, "calories", "calories"},
    Name{Finding::device, "device", "device"},
    Name{Finding::ascent, "ascent", "ascent"},
    Name{Finding::missing, "missing", "services"},
    Name{Finding::around, "around", "around"},
};

const Name& name_of(Finding finding) { return names.at(static_cast<std::size_t>(finding)); }

std::string span_words(double seconds) {
  const auto whole = std::llround(seconds);
  if (whole < 120) {
    return fmt::format("{} s", whole);
  }
  if (whole < 7200) {
    return whole % 60 == 0 || whole >= 600 ? fmt::format("{} min", std::llround(seconds / 60))
                                           : fmt::format("{} min {} s", whole / 60, whole % 60);
  }
  if (whole < 2 * 86400) {
    return whole % 3600 == 0 ? fmt::format("{} h", whole / 3600) : fmt::format("{:.1f} h", seconds / 3600);
  }
  return fmt::format("{} days", std::llround(seconds / 86400));
}

std::string shift_words(double seconds) {
  const auto quarters = std::llround(seconds / 900);
  const bool exact = std::abs(seconds - 900 * static_cast<double>(quarters)) <= 10;
  return fmt::format("{} {}:{:02} h apart, as a wrong time zone makes it", exact ? "exactly" : "about", quarters / 4,
                     quarters % 4 * 15);
}

std::string relative_words(std::string_view what, double share) {
  return share < same     ? fmt::format("same {}", what)
         : share < 0.0995 ? fmt::format("{} {:.1f} % apart", what, 100 * share)
                          : fmt::format("{} {:.0f} % apart", what, 100 * share);
}

std::string sport_words(const Evidence& evidence) {
  return evidence.bits > 0     ? "same sport"
         : evidence.value == 1 ? "different sports: " + evidence.detail
         : evidence.value == 2 ? "sport not told by both"
                               : "kindred sports";
}

std::string position_words(const Evidence& evidence) {
  if (evidence.value <= 1) {
    return evidence.bits == -4 ? "the same way in the opposite direction"
                               : fmt::format("{:.0f} % of the track in common", 100 * evidence.value);
  }
  const double metres = evidence.value - 2;
  return metres < 1000 ? fmt::format("starts {:.0f} m apart on the map", metres)
                       : fmt::format("starts {:.1f} km apart on the map", metres / 1000);
}

std::string date_words(double value) {
  const auto days = std::llround(value);
  return days == 0   ? "same date"
         : days == 1 ? "one day apart"
         : days < 99 ? fmt::format("{} days apart", days)
                     : "more than a few days apart";
}

} // namespace

std::string_view to_string(Finding finding) { return name_of(finding).stored; }

std::optional<Finding> finding_of(std::string_view text) {
  const auto* found = std::find_if(names.begin(), names.end(), [&](const Name& name) { return name.stored == text; });
  return found == names.end() ? std::nullopt : std::optional(found->finding);
}

std::string_view feature_of(Finding finding) { return name_of(finding).feature; }

std::string words_of(const Evidence& evidence) {
  const double value = evidence.value;
  switch (evidence.finding) {
  case Finding::person:
    return "a person says so";
  case Finding::copy:
    return "carries the identity of the same recording";
  case Finding::part:
    return fmt::format("part {} of what another provider holds whole", evidence.detail);
  case Finding::identity:
    return "the same recording";
  case Finding::start:
    return value < 0.5 ? "start at the same second" : fmt::format("start {} apart", span_words(value));
  case Finding::end:
    return fmt::format("end {} apart", span_words(value));
  case Finding::overlap:
    return fmt::format("{:.0f} % of the time in common", 100 * value);
  case Finding::shift:
    return shift_words(value);
  case Finding::apart:
    return fmt::format("start {} apart", span_words(value));
  case Finding::date:
    return date_words(value);
  case Finding::distance:
  case Finding::duration:
    return relative_words(feature_of(evidence.finding), value);
  case Finding::units:
    return "same distance if miles and kilometres were mixed up";
  case Finding::sport:
    return sport_words(evidence);
  case Finding::position:
    return position_words(evidence);
  case Finding::heart_rate:
    return "same heart rate";
  case Finding::missing:
    return fmt::format("each is missing where the other lies, and {:.0f} % of the workouts around lie with both",
                       100 * value);
  case Finding::around:
    return "how they fit among the workouts around them";
  case Finding::title:
  case Finding::equipment:
  case Finding::calories:
  case Finding::device:
  case Finding::ascent:
    break;
  }
  return fmt::format("same {}", feature_of(evidence.finding));
}

} // namespace tracekit
