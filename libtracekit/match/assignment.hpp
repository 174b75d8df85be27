// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace tracekit::match {

/// What each pairing of a row with a column is worth; at most 0 where they must not be paired.
class Worth {
public:
  Worth(std::size_t rows, std::size_t columns) : rows_(rows), columns_(columns), values_(rows * columns, 0) {}
  /// Nothing is worth anything again; keeps the memory.
  void reset(std::size_t rows, std::size_t columns) {
    rows_ = rows;
    columns_ = columns;
    values_.assign(rows * columns, 0);
  }
  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] double at(std::size_t row, std::size_t column) const { return values_[row * columns_ + column]; }
  void set(std::size_t row, std::size_t column, double value) { values_[row * columns_ + column] = value; }

private:
  std::size_t rows_;
  std::size_t columns_;
  std::vector<double> values_;
};

/// The column of each row, one to one, nothing for rows that stay alone.
using Assignment = std::vector<std::optional<std::size_t>>;

double total_worth(const Worth& worth, const Assignment& assignment);

/// What no assignment exceeds: each row with its worthiest column.
double most_worth(const Worth& worth);

/// The worthiest assignment in which a later row never has an earlier column. O(rows * columns).
Assignment assign_in_order(const Worth& worth);

/// The worthiest assignment at all (Hungarian method). Cubic: for at most some dozens of rows and columns.
Assignment assign_freely(const Worth& worth);

} // namespace tracekit::match
