// SPDX-License-Identifier: MIT
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "match/score.hpp"
#include "model/sport.hpp"

namespace tracekit::match {
namespace {

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
  if (share < 0.0005) {
    return std::string("same ").append(what);
  }
  std::string words(what);
  if (share < 0.0995) {
    const auto tenths = std::llround(1000 * share);
    words.append(1, ' ').append(std::to_string(tenths / 10)).append(1, '.').append(std::to_string(tenths % 10));
  } else {
    words.append(1, ' ').append(std::to_string(std::llround(100 * share)));
  }
  return words.append(" % apart");
}

std::string sport_words(const Feature& feature, const Item& a, const Item& b) {
  const std::string left = sport_label(a.record->sport, a.record->sub_sport);
  const std::string right = sport_label(b.record->sport, b.record->sub_sport);
  if (feature.value > 0) {
    return left < right ? fmt::format("different sports: {} and {}", left, right)
                        : fmt::format("different sports: {} and {}", right, left);
  }
  if (feature.bits > 0) {
    return "same sport";
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

struct Words {
  std::string_view feature;
  std::string text;
};

Words words_of(const Feature& feature, const Item& a, const Item& b) {
  switch (feature.kind) {
  case FeatureKind::identity:
    return {"identity", "the same recording"};
  case FeatureKind::start:
    return {"start",
            feature.value < 0.5 ? "start at the same second" : "start " + span_words(feature.value) + " apart"};
  case FeatureKind::end:
    return {"start", "end " + span_words(feature.value) + " apart"};
  case FeatureKind::overlap:
    return {"start", fmt::format("{:.0f} % of the time in common", 100 * feature.value)};
  case FeatureKind::shift:
    return {"start", "exactly " + exact_hours(feature.value) + " apart, as a wrong time zone makes it"};
  case FeatureKind::apart:
    return {"start", "start " + span_words(feature.value) + " apart"};
  case FeatureKind::date:
    return {"date", date_words(feature)};
  case FeatureKind::distance:
    return {"distance", percent_apart("distance", feature.value)};
  case FeatureKind::units:
    return {"distance", "same distance if miles and kilometres were mixed up"};
  case FeatureKind::duration:
    return {"duration", percent_apart("duration", feature.value)};
  case FeatureKind::sport:
    return {"sport", sport_words(feature, a, b)};
  case FeatureKind::position:
    return {"position", position_words(feature)};
  case FeatureKind::title:
    return {"name", "same name"};
  case FeatureKind::equipment:
    return {"equipment", "same equipment"};
  case FeatureKind::heart_rate:
    return {"heart_rate", "same heart rate"};
  case FeatureKind::calories:
    return {"calories", "same calories"};
  case FeatureKind::device:
    return {"device", "same device"};
  case FeatureKind::ascent:
    break;
  }
  return {"ascent", "same ascent"};
}

} // namespace

void explain(const Score& score, const Item& a, const Item& b, std::vector<Evidence>& evidence) {
  evidence.reserve(evidence.size() + score.features().size());
  for (const Feature& feature : score.features()) {
    if (feature.kind == FeatureKind::sport && feature.bits == 0 && (a.family == 0 || b.family == 0)) {
      continue;
    }
    Words words = words_of(feature, a, b);
    evidence.push_back({std::string(words.feature), std::move(words.text), feature.bits});
  }
}

} // namespace tracekit::match
