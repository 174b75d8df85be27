// SPDX-License-Identifier: MIT
#include "sync/gear_names.hpp"

#include <catch2/catch.hpp>

using tracekit::sync::GearNames;
using Aliases = std::vector<std::pair<std::string, std::string>>;

TEST_CASE("gear names are equal whatever their case, blanks and word order") {
  const GearNames gear;
  CHECK(gear.same("Tarmac 2019", "2019 tarmac"));
  CHECK(gear.same("  2019   Tarmac ", "2019 Tarmac"));
  CHECK(gear.same("2019\xC2\xA0Tarmac", "2019 Tarmac"));
  CHECK_FALSE(gear.same("2019 Tarmac", "2018 Tarmac"));
  CHECK_FALSE(gear.same("2019 Tarmac", "2019 Tarmac SL"));
}

TEST_CASE("all words for no equipment are equal to none") {
  const GearNames gear;
  for (const char* none : {"", "  ", "No equipment", "NONE", "-", "n/a", "no  gear"}) {
    CAPTURE(none);
    CHECK(GearNames::is_none(none));
    CHECK(gear.same(none, ""));
    CHECK_FALSE(gear.same(none, "2019 Tarmac"));
  }
  CHECK_FALSE(GearNames::is_none("Nonesuch"));
}

TEST_CASE("aliases make names equal, also over several steps") {
  const GearNames gear(Aliases{{"Exploro", "3T Exploro 2022"}, {"gravel bike", "exploro"}});
  CHECK(gear.same("Gravel Bike", "2022 3T Exploro"));
  CHECK(gear.same("EXPLORO", "gravel bike"));
  CHECK_FALSE(gear.same("exploro", "tarmac"));
}

TEST_CASE("an alias never makes a bike equal to none") {
  const GearNames gear(Aliases{{"none", "Tarmac"}});
  CHECK_FALSE(gear.same("", "Tarmac"));
  CHECK(gear.same("Tarmac", "tarmac"));
}

TEST_CASE("the normal form has sorted words in lower case") {
  CHECK(GearNames::normal_form(" Tarmac  2019 SL") == "2019 sl tarmac");
}
