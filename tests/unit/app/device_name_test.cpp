// SPDX-License-Identifier: MIT
#include "app/device_name.hpp"

#include <catch2/catch.hpp>

using tracekit::app::device_name;

TEST_CASE("a device is called the same whether its maker is written in front or not") {
  CHECK(device_name("Garmin Edge 1050") == "Edge 1050");
  CHECK(device_name("Edge 1050") == "Edge 1050");
  CHECK(device_name("GARMIN f\xC4\x93nix 7") == "f\xC4\x93nix 7");
  CHECK(device_name("Wahoo ELEMNT BOLT") == "ELEMNT BOLT");
  CHECK(device_name("Wahoo Fitness ELEMNT BOLT") == "ELEMNT BOLT");
  CHECK(device_name("Hammerhead Karoo 2") == "Karoo 2");
}

TEST_CASE("what is no name of a device without its maker stays") {
  CHECK(device_name("Suunto 9") == "Suunto 9");
  CHECK(device_name("Garmin") == "Garmin");
  CHECK(device_name("Garmin ") == "Garmin ");
  CHECK(device_name("Strava iPhone App") == "Strava iPhone App");
  CHECK(device_name("Apple Watch Series 6") == "Apple Watch Series 6");
  CHECK(device_name("Edge 1050 Garmin") == "Edge 1050 Garmin");
  CHECK(device_name("").empty());
}
