// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace tracekit::store {

/// A part of all rows by their numbers: runs with the parts 1 to `of` look at every row, each at its own.
struct Slice {
  std::int64_t part = 1;
  std::int64_t of = 1;

  [[nodiscard]] bool is_first() const { return part == 1; }
  /// What the numbers of the rows leave when they are divided by `of`.
  [[nodiscard]] std::int64_t remainder() const { return part % of; }
};

/// Something stored that is not as it was written.
struct Fault {
  std::string thing;   ///< `database`, `original`, `payload`, `recording`, `reference`, `text`
  std::string message; ///< one sentence that names it
  std::string advice;  ///< what to do
};

/// What to do about what cannot be had from anywhere else.
inline constexpr const char* restore_advice = "restore a copy from before, docs/guide/backup.md tells how";

} // namespace tracekit::store
