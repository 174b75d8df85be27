// SPDX-License-Identifier: MIT
#include "match/assignment.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <random>

using namespace tracekit::match;

namespace {

/// The best total over all ways, by trying them all.
double best_of_all(const Worth& worth) {
  std::vector<std::size_t> columns(std::max(worth.rows(), worth.columns()));
  std::iota(columns.begin(), columns.end(), std::size_t{0});
  double best = 0;
  do {
    double total = 0;
    for (std::size_t row = 0; row < worth.rows(); ++row) {
      total += columns[row] < worth.columns() ? std::max(0.0, worth.at(row, columns[row])) : 0;
    }
    best = std::max(best, total);
  } while (std::next_permutation(columns.begin(), columns.end()));
  return best;
}

Worth random_worth(std::mt19937& random, std::size_t rows, std::size_t columns) {
  Worth worth(rows, columns);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      worth.set(row, column, static_cast<double>(random() % 13) - 3);
    }
  }
  return worth;
}

bool is_one_to_one(const Worth& worth, const Assignment& assignment) {
  std::vector<int> used(worth.columns(), 0);
  for (std::size_t row = 0; row < assignment.size(); ++row) {
    if (assignment[row] && (++used[*assignment[row]] > 1 || worth.at(row, *assignment[row]) <= 0)) {
      return false;
    }
  }
  return true;
}

} // namespace

TEST_CASE("the free assignment is the best there is") {
  std::mt19937 random(11);
  for (int i = 0; i < 200; ++i) {
    const Worth worth = random_worth(random, random() % 5, random() % 5);
    const Assignment assignment = assign_freely(worth);
    CHECK(is_one_to_one(worth, assignment));
    CHECK(total_worth(worth, assignment) == Approx(best_of_all(worth)));
  }
}

TEST_CASE("the ordered assignment never crosses and is never better than the free one") {
  std::mt19937 random(12);
  for (int i = 0; i < 200; ++i) {
    const Worth worth = random_worth(random, random() % 6, random() % 6);
    const Assignment assignment = assign_in_order(worth);
    CHECK(is_one_to_one(worth, assignment));
    std::vector<std::size_t> columns;
    for (const auto& column : assignment) {
      if (column) {
        columns.push_back(*column);
      }
    }
    CHECK(std::is_sorted(columns.begin(), columns.end()));
    CHECK(total_worth(worth, assignment) <= total_worth(worth, assign_freely(worth)) + 1e-9);
  }
}

TEST_CASE("equal rows take equal columns in order") {
  Worth worth(2, 2);
  for (std::size_t row = 0; row < 2; ++row) {
    worth.set(row, 0, 6);
    worth.set(row, 1, 6);
  }
  CHECK(assign_in_order(worth) == Assignment{0, 1});
}

TEST_CASE("no assignment is worth more than each row with its worthiest column") {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    const Worth worth = random_worth(random, 1 + random() % 5, 1 + random() % 5);
    CHECK(best_of_all(worth) <= most_worth(worth));
  }
  Worth rivals(2, 1);
  rivals.set(0, 0, 4);
  rivals.set(1, 0, 3);
  CHECK(most_worth(rivals) == 7);
}
