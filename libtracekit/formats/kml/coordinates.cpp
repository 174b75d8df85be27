// SPDX-License-Identifier: MIT
#include "formats/kml/coordinates.hpp"

#include <algorithm>

namespace tracekit::kml {
namespace {

constexpr std::string_view blanks = " \t\r\n";

void skip_blanks(std::string_view& text) { text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size())); }

/// The text up to a blank or comma.
std::string_view take_number(std::string_view& text) {
  const auto end = std::min(text.find_first_of(" \t\r\n,"), text.size());
  const std::string_view number = text.substr(0, end);
  text.remove_prefix(end);
  return number;
}

void set_component(Coordinate& coordinate, int index, std::string_view text) {
  if (index == 0) {
    coordinate.longitude = xml::parse_degrees(text, 180);
  } else if (index == 1) {
    coordinate.latitude = xml::parse_degrees(text, 90);
  } else if (index == 2) {
    coordinate.altitude = xml::parse_number(text);
  }
}

} // namespace

Coordinate parse_coord(std::string_view text) {
  Coordinate coordinate;
  skip_blanks(text);
  for (int index = 0; !text.empty(); ++index) {
    set_component(coordinate, index, take_number(text));
    skip_blanks(text);
    if (text.starts_with(',')) { // against the rule, but unmistakable
      text.remove_prefix(1);
      skip_blanks(text);
    }
  }
  return coordinate;
}

std::optional<Coordinate> take_tuple(std::string_view& text) {
  skip_blanks(text);
  if (text.empty()) {
    return std::nullopt;
  }
  Coordinate coordinate;
  bool more = true;
  for (int index = 0; more; ++index) {
    set_component(coordinate, index, take_number(text));
    skip_blanks(text);
    more = text.starts_with(',');
    if (more) {
      text.remove_prefix(1);
      skip_blanks(text);
    }
  }
  return coordinate;
}

} // namespace tracekit::kml
