// SPDX-License-Identifier: MIT
#include "formats/xml/writer.hpp"

#include <array>

#include "base/text.hpp"

namespace tracekit::xml {
namespace {

struct Maker {
  std::string_view beginning; ///< of the writer's name, in lower case
  std::string_view manufacturer;
};

constexpr std::array<Maker, 26> makers{{
    {"garmin", "garmin"},         {"forerunner", "garmin"},
    {"edge ", "garmin"},          {"fenix", "garmin"},
    {"f\xC4\x93nix", "garmin"},   {"vivo", "garmin"},
    {"epix", "garmin"},           {"instinct", "garmin"},
    {"venu", "garmin"},           {"etrex", "garmin"},
    {"oregon", "garmin"},         {"gpsmap", "garmin"},
    {"polar", "polar_electro"},   {"suunto", "suunto"},
    {"movescount", "suunto"},     {"wahoo", "wahoo_fitness"},
    {"elemnt", "wahoo_fitness"},  {"strava", "strava"},
    {"zwift", "zwift"},           {"coros", "coros"},
    {"tomtom", "tomtom"},         {"bryton", "bryton"},
    {"lezyne", "lezyne"},         {"sigma", "sigmasport"},
    {"hammerhead", "hammerhead"}, {"trainerroad", "trainer_road"},
}};

} // namespace

std::string_view manufacturer_of(std::string_view writer) {
  const std::string lower = to_lower(writer);
  for (const Maker& maker : makers) {
    if (lower.starts_with(maker.beginning)) {
      return maker.manufacturer;
    }
  }
  return {};
}

} // namespace tracekit::xml
