// SPDX-License-Identifier: MIT
#include "formats/kml/track.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "formats/xml/name_table.hpp"

namespace tracekit::kml {
namespace {

using xml::NamedValue;
using xml::Quantity;

/// Names of sensor arrays in lower case, with `_` for blanks.
constexpr std::array array_names{
    NamedValue<Quantity>{"heart_rate", Quantity::heart_rate},
    NamedValue<Quantity>{"heartrate", Quantity::heart_rate},
    NamedValue<Quantity>{"hr", Quantity::heart_rate},
    NamedValue<Quantity>{"cadence", Quantity::cadence},
    NamedValue<Quantity>{"power", Quantity::power},
    NamedValue<Quantity>{"speed", Quantity::speed},
    NamedValue<Quantity>{"distance", Quantity::distance},
    NamedValue<Quantity>{"temperature", Quantity::temperature},
    NamedValue<Quantity>{"bearing", Quantity::course},
    NamedValue<Quantity>{"accuracy", Quantity::horizontal_accuracy},
    NamedValue<Quantity>{"altitude", Quantity::altitude},
};
constexpr xml::NameTable quantities{array_names, Quantity::count};

std::string plain_name(std::string_view name) {
  std::string plain = to_lower(trim(name));
  std::replace(plain.begin(), plain.end(), ' ', '_');
  return plain;
}

} // namespace

void Track::add_to(xml::TrackBuilder& builder) const {
  struct Target {
    const SensorArray* array;
    Quantity quantity;
    std::string name;
  };
  std::vector<Target> targets;
  for (const SensorArray& array : arrays) {
    std::string name = plain_name(array.name);
    const Quantity quantity = quantities.find(name);
    targets.push_back({&array, quantity, std::move(name)});
  }
  builder.begin_segment();
  const std::size_t size = times_ms.empty() ? coordinates.size() : std::min(coordinates.size(), times_ms.size());
  for (std::size_t i = 0; i < size; ++i) {
    const Coordinate& coordinate = coordinates[i];
    if (!coordinate.usable()) {
      builder.begin_segment();
      continue;
    }
    builder.begin_sample();
    builder.set_position(coordinate.latitude, coordinate.longitude);
    builder.set(Quantity::altitude, coordinate.altitude);
    if (!times_ms.empty()) {
      builder.set_time(times_ms[i]);
    }
    for (const Target& target : targets) {
      if (i >= target.array->values.size()) {
        continue;
      }
      if (target.quantity != Quantity::count) {
        builder.set(target.quantity, target.array->values[i]);
      } else {
        builder.set_other(target.name, target.array->values[i]);
      }
    }
  }
}

} // namespace tracekit::kml
