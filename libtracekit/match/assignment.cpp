// SPDX-License-Identifier: MIT
#include "match/assignment.hpp"

#include <algorithm>
#include <limits>

namespace tracekit::match {

double total_worth(const Worth& worth, const Assignment& assignment) {
  double total = 0;
  for (std::size_t row = 0; row < assignment.size(); ++row) {
    if (assignment[row]) {
      total += worth.at(row, *assignment[row]);
    }
  }
  return total;
}

double most_worth(const Worth& worth) {
  double total = 0;
  for (std::size_t row = 0; row < worth.rows(); ++row) {
    double most = 0;
    for (std::size_t column = 0; column < worth.columns(); ++column) {
      most = std::max(most, worth.at(row, column));
    }
    total += most;
  }
  return total;
}

Assignment assign_in_order(const Worth& worth) {
  // best(r, c): the worth of the rows from r on with the columns from c on.
  const std::size_t width = worth.columns() + 1;
  std::vector<double> best((worth.rows() + 1) * width, 0);
  const auto pair_total = [&](std::size_t row, std::size_t column) {
    const double value = worth.at(row, column);
    return value > 0 ? value + best[(row + 1) * width + column + 1] : -1;
  };
  for (std::size_t row = worth.rows(); row-- > 0;) {
    for (std::size_t column = worth.columns(); column-- > 0;) {
      best[row * width + column] =
          std::max({pair_total(row, column), best[(row + 1) * width + column], best[row * width + column + 1]});
    }
  }
  Assignment assignment(worth.rows());
  std::size_t row = 0;
  std::size_t column = 0;
  while (row < worth.rows() && column < worth.columns()) {
    const double total = best[row * width + column];
    if (pair_total(row, column) >= total) {
      assignment[row++] = column++;
    } else if (best[(row + 1) * width + column] >= total) {
      ++row;
    } else {
      ++column;
    }
  }
  return assignment;
}

Assignment assign_freely(const Worth& worth) {
  // The method wants costs and a full assignment: worth becomes negative cost, and staying alone costs nothing.
  const std::size_t n = worth.rows();
  const std::size_t m = worth.columns() + worth.rows();
  const auto cost = [&](std::size_t row, std::size_t column) {
    return column < worth.columns() ? -std::max(0.0, worth.at(row, column)) : 0.0;
  };
  constexpr double infinite = std::numeric_limits<double>::infinity();
  std::vector<double> row_potential(n + 1, 0);
  std::vector<double> column_potential(m + 1, 0);
  std::vector<std::size_t> row_of(m + 1, 0); // 1-based, 0: free
  for (std::size_t row = 1; row <= n; ++row) {
    row_of[0] = row;
    std::size_t at = 0;
    std::vector<double> least(m + 1, infinite);
    std::vector<std::size_t> came_from(m + 1, 0);
    std::vector<char> visited(m + 1, 0);
    do {
      visited[at] = 1;
      const std::size_t current = row_of[at];
      double delta = infinite;
      std::size_t next = 0;
      for (std::size_t column = 1; column <= m; ++column) {
        if (visited[column] != 0) {
          continue;
        }
        const double reduced = cost(current - 1, column - 1) - row_potential[current] - column_potential[column];
        if (reduced < least[column]) {
          least[column] = reduced;
          came_from[column] = at;
        }
        if (least[column] < delta) {
          delta = least[column];
          next = column;
        }
      }
      for (std::size_t column = 0; column <= m; ++column) {
        if (visited[column] != 0) {
          row_potential[row_of[column]] += delta;
          column_potential[column] -= delta;
        } else {
          least[column] -= delta;
        }
      }
      at = next;
    } while (row_of[at] != 0);
    while (at != 0) {
      row_of[at] = row_of[came_from[at]];
      at = came_from[at];
    }
  }
  Assignment assignment(n);
  for (std::size_t column = 1; column <= worth.columns(); ++column) {
    if (row_of[column] != 0 && worth.at(row_of[column] - 1, column - 1) > 0) {
      assignment[row_of[column] - 1] = column - 1;
    }
  }
  return assignment;
}

} // namespace tracekit::match
