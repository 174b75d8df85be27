// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace tracekit::strava {

/// What a piece of gear is, which is how its id begins at the API.
enum class GearKind : char { bike = 'b', shoes = 'g' };

/// `bikes.csv` and `shoes.csv` of an account's archive: name, maker and model, in this order, and no ids. Activities
/// name their gear themselves, but for gear that the person gave no name: of that they have only a number.
class ArchivedGear {
public:
  /// Adds what a file tells. Throws Error(input), without a subject, when it is no such file.
  void read(GearKind kind, ByteView csv);
  /// Maker and model of the gear without a name, which is what the API calls it; empty when there is none, or when
  /// there are several, so that nobody can tell which is meant.
  [[nodiscard]] std::string only_nameless(GearKind kind) const;

private:
  std::map<GearKind, std::vector<std::string>> nameless_;
};

} // namespace tracekit::strava
