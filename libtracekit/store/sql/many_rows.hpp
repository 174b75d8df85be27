// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "store/sql/connection.hpp"

namespace tracekit::sql {

/// A statement over a list of VALUES, for many rows in few calls: each call costs a server's answer, and SQLite the
/// beginning and end of a statement.
class ManyRows {
public:
  /// `before` and `after` stand around the list. In `row` each `?` becomes a parameter, numbered from `first_parameter`
  /// on. `first_row` is written like `row` and says with casts what types the parameters of all rows have, where the
  /// statement itself does not.
  ManyRows(std::string_view before, std::string_view row, std::string_view after, int first_parameter,
           std::string_view first_row = {});

  /// Calls `use(query, piece)` with pieces of the rows, of which it binds the parameters and runs the query.
  template <class Row, class Use> void for_each_piece(Connection& connection, std::span<Row> rows, Use use) const {
    while (!rows.empty()) {
      const Text& text = longest_within(rows.size());
      Query query(connection, text.sql);
      use(query, rows.first(text.rows));
      rows = rows.subspan(text.rows);
    }
  }

private:
  /// Few lengths, so that few statements are prepared, and none too long: engines look through all parameters for each.
  struct Text {
    std::size_t rows;
    std::string sql;
  };
  [[nodiscard]] const Text& longest_within(std::size_t rows) const;

  std::array<Text, 3> texts_; ///< the longest first
};

} // namespace tracekit::sql
