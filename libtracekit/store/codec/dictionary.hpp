// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tracekit::store::codec {

/// The distinct values of a sequence, and the sequence as places in them. Pays where values keep to a coarse grid that
/// is not one of equal steps, as a speed in mm/s that a device knows in tenths of km/h.
class Dictionary {
public:
  /// Gives up and tells false once there are more than `limit` distinct values.
  bool build(std::span<const std::int64_t> values, std::size_t limit);

  /// The distinct values, rising.
  [[nodiscard]] std::span<const std::int64_t> values() const { return values_; }
  /// For each value of the sequence its place in `values()`.
  [[nodiscard]] std::span<const std::int64_t> places() const { return places_; }

private:
  bool collect(std::span<const std::int64_t> values, std::size_t limit);

  std::vector<std::int64_t> values_;
  std::vector<std::int64_t> places_;
  std::vector<std::uint32_t> slots_; ///< hash table of 1-based numbers into `values_`, 0 where free
};

} // namespace tracekit::store::codec
