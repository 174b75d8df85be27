// SPDX-License-Identifier: MIT
#include "model/sport.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

#include "model/sport_tables.hpp"

using namespace tracekit;

namespace {

std::string meaning(std::string_view word) {
  const Sport sport = sport_of_word(word);
  return std::string(sport.sport) + "/" + std::string(sport.sub_sport);
}

SportAgreement compare_words(std::string_view a, std::string_view b) {
  const Sport x = sport_of_word(a);
  const Sport y = sport_of_word(b);
  return compare_sports(x.sport, x.sub_sport, y.sport, y.sub_sport);
}

} // namespace

TEST_CASE("words of people and providers become FIT sports") {
  CHECK(meaning("Ride") == "cycling/generic");
  CHECK(meaning("road_biking") == "cycling/road");
  CHECK(meaning("VirtualRide") == "cycling/virtual_activity");
  CHECK(meaning("virtual_ride") == "cycling/virtual_activity");
  CHECK(meaning(" Weight Training ") == "training/strength_training");
  CHECK(meaning("lap_swimming") == "swimming/lap_swimming");
  CHECK(meaning("TrailRun") == "running/trail");
  CHECK(meaning("cycling:gravel") == "cycling/gravel_cycling");
  CHECK(meaning("walking:hiking") == "hiking/generic");
  CHECK(meaning("rowing_v2") == "rowing/generic");
  CHECK(meaning("cross_country_skiing_ws") == "cross_country_skiing/generic");
  CHECK(meaning("9") == "running/generic");
  CHECK(meaning("HIKE") == "hiking/generic");
}

TEST_CASE("every FIT sport is its own word") {
  for (const auto& row : sports::families) {
    if (row.sport != "all") {
      CAPTURE(row.sport);
      CHECK(sport_of_word(row.sport).sport == row.sport);
    }
  }
}

TEST_CASE("every word stands for a sport that FIT knows") {
  for (const auto& row : sports::words) {
    CAPTURE(row.word);
    const bool known = std::any_of(sports::families.begin(), sports::families.end(),
                                   [&](const auto& f) { return f.sport == row.sport; });
    CHECK(known);
    CHECK(sport_of_word(row.word).sport == row.sport);
  }
}

TEST_CASE("a word that nobody knows is generic") {
  CHECK(meaning("Quidditch") == "generic/generic");
  CHECK(meaning("") == "generic/generic");
}

TEST_CASE("the same sport under two words agrees") {
  CHECK(compare_words("Ride", "road_biking") == SportAgreement::same);
  CHECK(compare_words("run", "Running") == SportAgreement::same);
  CHECK(compare_words("strength_training", "WeightTraining") == SportAgreement::same);
}

TEST_CASE("kindred and unknown sports are variants") {
  CHECK(compare_words("Ride", "VirtualRide") == SportAgreement::same);
  CHECK(compare_words("gravel", "VirtualRide") == SportAgreement::variant);
  CHECK(compare_words("walk", "hike") == SportAgreement::variant);
  CHECK(compare_words("Ride", "EBikeRide") == SportAgreement::variant);
  CHECK(compare_words("Workout", "Ride") == SportAgreement::variant);
  CHECK(compare_words("", "yoga") == SportAgreement::variant);
}

TEST_CASE("different sports differ") {
  CHECK(compare_words("run", "ride") == SportAgreement::different);
  CHECK(compare_words("strength", "yoga") == SportAgreement::different);
  CHECK(compare_words("swim", "run") == SportAgreement::different);
}

TEST_CASE("sports have labels for people") {
  CHECK(sport_label("cycling", "generic") == "Ride");
  CHECK(sport_label("cycling", "virtual_activity") == "Virtual ride");
  CHECK(sport_label("training", "strength_training") == "Strength training");
  CHECK(sport_label("stand_up_paddleboarding", "generic") == "Stand up paddleboarding");
  CHECK(sport_label("generic", "generic") == "Workout");
  CHECK(sport_label("", "") == "Workout");
}

TEST_CASE("gym sports have no distance") {
  CHECK(is_indoor_sport("training", "yoga"));
  CHECK(is_indoor_sport("training", "strength_training"));
  CHECK(is_indoor_sport("fitness_equipment", "elliptical"));
  CHECK_FALSE(is_indoor_sport("cycling", "generic"));
  CHECK_FALSE(is_indoor_sport("generic", "generic"));
}
