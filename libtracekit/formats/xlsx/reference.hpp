// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tracekit::xlsx {

/// A cell's place: row from 1, column from 0.
struct CellPlace {
  std::uint32_t row = 0;
  std::uint32_t column = 0;
  friend auto operator<=>(const CellPlace&, const CellPlace&) = default;
};

/// A rectangle of cells, both corners included.
struct CellRange {
  CellPlace first;
  CellPlace last;
  friend bool operator==(const CellRange&, const CellRange&) = default;

  [[nodiscard]] bool contains(CellPlace place) const {
    return place.row >= first.row && place.row <= last.row && place.column >= first.column &&
           place.column <= last.column;
  }
  [[nodiscard]] std::string to_string() const;
};

/// Reads `B7` or `$B$7`. Nothing when malformed or outside what Excel allows.
std::optional<CellPlace> parse_place(std::string_view text);

/// Reads `A1:U203` or `B7`.
std::optional<CellRange> parse_range(std::string_view text);

} // namespace tracekit::xlsx
