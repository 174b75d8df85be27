// SPDX-License-Identifier: MIT
#include <array>
#include <cmath>
#include <string>
#include <string_view>

#include <fmt/compile.h>
#include <fmt/format.h>

#include "match/score.hpp"
#include "model/sport.hpp"

namespace tracekit::match {
namespace {

constexpr double same = 0.0005; ///< a relative difference that nobody would call one

/// For sentences that nearly every record needs: formatted without a look at the format, and copied once.
template <typename Format, typename... Values> std::string sentence(Format format, const Values&... values) {
  std::array<char, 96> text; // more than twice what any of them needs
  return {text.data(), fmt::format_to(text.data(), format, values...)};
}

std::string span_words(double seconds) {
  const auto whole = std::llround(seconds);
  if (whole < 120) {
    return std::to_string(whole) + " s";
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

std::string exact_hours(double seconds) {
  const auto quarters = std::llround(seconds / 900);
  return fmt::format("{}:{:02} h", quarters / 4, quarters % 4 * 15);
}

std::string percent_apart(std::string_view what, double share) {
  if (share < 0.0995) {
    const auto tenths = std::llround(1000 * share);
    return sentence(FMT_COMPILE("{} {}.{} % apart"), what, tenths / 10, tenths % 10);
  }
  return sentence(FMT_COMPILE("{} {} % apart"), what, std::llround(100 * share));
}

std::string sport_words(const Feature& feature, const Item& a, const Item& b) {
  if (feature.bits > 0) {
    return "same sport";
  }
  if (feature.value > 0) {
    const std::string left = sport_label(a.record->sport, a.record->sub_sport);
    const std::string right = sport_label(b.record->sport, b.record->sub_sport);
    return left < right ? fmt::format("different sports: {} and {}", left, right)
                        : fmt::format("different sports: {} and {}", right, left);
  }
  return a.family == 0 || b.family == 0 ? "sport not told by both" : "kindred sports";
}

std::string position_words(const Feature& feature) {
  if (feature.value <= 1) {
    if (feature.bits == -4) {
      return "the same way in the opposite direction";
    }
    return fmt::format("{:.0f} % of the track in common", 100 * feature.value);
  }
  const double metres = feature.value - 2;
  return metres < 1000 ? fmt::format("starts {:.0f} m apart on the map", metres)
                       : fmt::format("starts {:.1f} km apart on the map", metres / 1000);
}

std::string date_words(const Feature& feature) {
  const auto days = std::llround(feature.value);
  return days == 0   ? "same date"
         : days == 1 ? "one day apart"
         : days < 99 ? fmt::format("{} days apart", days)
                     : "more than a few days apart";
}

std::string start_words(double seconds) {
  if (seconds < 0.5) {
    return "start at the same second";
  }
  const auto whole = std::llround(seconds);
  return whole < 120 ? sentence(FMT_COMPILE("start {} s apart"), whole) : "start " + span_words(seconds) + " apart";
}

Evidence evidence_of(const Feature& feature, const Item& a, const Item& b) {
  const double bits = feature.bits;
  switch (feature.kind) {
  case FeatureKind::identity:
    return {"identity", "the same recording", bits};
  case FeatureKind::start:
    return {"start", start_words(feature.value), bits};
  case FeatureKind::end:
    return {"start", "end " + span_words(feature.value) + " apart", bits};
  case FeatureKind::overlap:
    return {"start", fmt::format("{:.0f} % of the time in common", 100 * feature.value), bits};
  case FeatureKind::shift:
    return {"start", "exactly " + exact_hours(feature.value) + " apart, as a wrong time zone makes it", bits};
  case FeatureKind::apart:
    return {"start", "start " + span_words(feature.value) + " apart", bits};
  case FeatureKind::date:
    return {"date", date_words(feature), bits};
  case FeatureKind::distance:
    return {"distance", feature.value < same ? "same distance" : percent_apart("distance", feature.value), bits};
  case FeatureKind::units:
    return {"distance", "same distance if miles and kilometres were mixed up", bits};
  case FeatureKind::duration:
    return {"duration", feature.value < same ? "same duration" : percent_apart("duration", feature.value), bits};
  case FeatureKind::sport:
    return {"sport", sport_words(feature, a, b), bits};
  case FeatureKind::position:
    return {"position", position_words(feature), bits};
  case FeatureKind::title:
    return {"name", "same name", bits};
  case FeatureKind::equipment:
    return {"equipment", "same equipment", bits};
  case FeatureKind::heart_rate:
    return {"heart_rate", "same heart rate", bits};
  case FeatureKind::calories:
    return {"calories", "same calories", bits};
  case FeatureKind::device:
    return {"device", "same device", bits};
  case FeatureKind::ascent:
    break;
  }
  return {"ascent", "same ascent", bits};
}

} // namespace

void explain(const Score& score, const Item& a, const Item& b, std::vector<Evidence>& evidence) {
  evidence.reserve(evidence.size() + score.features().size());
  for (const Feature& feature : score.features()) {
    if (feature.kind != FeatureKind::sport || feature.bits != 0 || (a.family != 0 && b.family != 0)) {
      evidence.push_back(evidence_of(feature, a, b));
    }
  }
}

} // namespace tracekit::match
