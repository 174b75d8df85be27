// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace tracekit {

/// A sport in FIT's vocabulary (snake_case names of `sport` and `sub_sport`).
struct Sport {
  std::string_view sport = "generic";
  std::string_view sub_sport = "generic";
};

/// What a word of a person or provider means: `Ride`, `road_biking`, `Running`, `VirtualRide`, `9`, `yoga` ...
/// Compared without case, blanks, dashes and underscores. `generic` when unknown.
Sport sport_of_word(std::string_view word);

/// Sports that providers confuse with each other form one family (`cycling`, `foot` for running/walking/hiking is
/// split: `running`, `walking` includes hiking; `swimming`, `strength` ...). Empty for generic, which agrees with
/// everything.
std::string_view sport_family(std::string_view sport, std::string_view sub_sport);

/// Whether two records may be one workout as far as their sports tell: `same`, `variant` (generic on a side, or a known
/// variant such as walk and hike), or `different`.
enum class SportAgreement { same, variant, different };
SportAgreement compare_sports(std::string_view sport_a, std::string_view sub_a, std::string_view sport_b,
                              std::string_view sub_b);

/// Words for people: `Ride`, `Run`, `Virtual ride`, `Strength training`.
std::string sport_label(std::string_view sport, std::string_view sub_sport);

/// Whether it usually has no distance or position: strength, yoga, ...
bool is_indoor_sport(std::string_view sport, std::string_view sub_sport);

} // namespace tracekit
