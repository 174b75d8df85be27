// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "providers/spreadsheet/row_reader.hpp"

namespace tracekit::spreadsheet {

/// What is remembered of a row to recognise it.
struct KnownRow {
  std::string id;
  std::uint32_t number = 0; ///< in the sheet; 0 when it is not there
  std::string content_hash;
  std::string date; ///< empty when it cannot be read
  std::string name;
  std::string type;
  std::string equipment;
  std::string distance;              ///< whole metres
  std::string duration;              ///< whole seconds
  std::vector<std::string> external; ///< `garmin:123`
};

/// The row as it would be remembered, without an id.
KnownRow known_row(const LogRow& row);

/// Finds each row of `now` among `before`: by equal content, else by an id of a service in the row, else by date and
/// likeness, else by likeness alone (a corrected date), else by its place between rows that were found. Every earlier
/// row is found at most once. Both are in the order of the sheet. Linear but for many edited rows of one day.
std::vector<std::optional<std::size_t>> align_rows(const std::vector<KnownRow>& before,
                                                   const std::vector<KnownRow>& now);

} // namespace tracekit::spreadsheet
