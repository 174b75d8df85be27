// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/recording.hpp"

namespace tracekit {

/// What a format could not hold of the recordings that were written in it.
class LeftOut {
public:
  using Member = std::optional<double> Totals::*;

  /// A thing by name, such as `laps`; said once however often it is left out.
  void add(std::string what);
  /// So many samples, `without a position`.
  void add_samples(std::uint64_t count, std::string_view why);
  /// The totals that are known and not among those that the format holds.
  void add_totals(const Totals& totals, std::span<const Member> held);
  /// Name, laps, pool lengths and so on that are there. Each format says which of them it holds.
  struct Held {
    bool name = false;
    bool description = false;
    bool laps = false;
    bool pool = false; ///< length of the pool and its lengths
    bool utc_offset = false;
    bool device = false;
  };
  void add_parts(const Recording& recording, const Held& held);

  /// One piece of text for each thing, in a stable order.
  [[nodiscard]] std::vector<std::string> texts() const;

private:
  std::vector<std::string> things_;
  std::map<std::string, std::uint64_t, std::less<>> samples_;
};

} // namespace tracekit
