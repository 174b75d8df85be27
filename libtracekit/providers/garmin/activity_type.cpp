// SPDX-License-Identifier: MIT
#include "providers/garmin/activity_type.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace tracekit::garmin {
namespace {

struct Parent {
  std::int64_t id;
  std::string_view key;
};

/// Of Garmin's table of January 2026: every type that has others below it, in our words.
constexpr std::array parents{Parent{1, "running"},       Parent{2, "cycling"},         Parent{3, "hiking"},
                             Parent{9, "walking"},       Parent{26, "swimming"},       Parent{29, "fitness_equipment"},
                             Parent{89, "multi_sport"},  Parent{144, "diving"},        Parent{165, "winter_sport"},
                             Parent{206, "team_sports"}, Parent{219, "racket_sports"}, Parent{228, "water_sports"}};

} // namespace

Sport sport_of_type(const std::string& key, std::int64_t parent_id) {
  // `swimToBikeTransition_v2` and its like
  const Sport own = sport_of_word(key.find("Transition") == std::string::npos ? key : "transition");
  if (own.sport != "generic") {
    return own;
  }
  const auto* parent = std::find_if(parents.begin(), parents.end(), [&](const Parent& p) { return p.id == parent_id; });
  return parent == parents.end() ? own : sport_of_word(parent->key);
}

bool is_indoor_type(const std::string& key) {
  return key.starts_with("indoor_") || key.starts_with("virtual_") || key == "treadmill_running";
}

} // namespace tracekit::garmin
