// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/month.hpp"

namespace tracekit::calendar {

/// What is known of one provider's month.
enum class Coverage {
  not_pulled, ///< nobody asked the provider
  complete,   ///< asked, and everything it has is stored
  partial,    ///< some of it is stored
  failed,     ///< asked, and it failed
  impossible, ///< the provider cannot be asked for it
};
std::string_view to_string(Coverage coverage);

struct Cell {
  Coverage coverage = Coverage::not_pulled;
  std::int64_t records = 0;
};

/// A month over all providers.
struct Row {
  Month month;
  std::vector<Cell> cells; ///< parallel to `Grid::providers`
  std::int64_t activities = 0;
  std::int64_t matched = 0;          ///< activities known to two providers or more
  std::int64_t open_differences = 0; ///< changes that a plan would propose
};

struct Grid {
  std::vector<std::string> providers;
  std::vector<Row> rows; ///< newest first, no gaps
};

/// What the store knows of months; see `make_grid`.
struct MonthFacts {
  std::int64_t activities = 0;
  std::int64_t matched = 0;
  std::int64_t open_differences = 0;
  std::map<std::string, std::int64_t> records; ///< by provider
};

/// Which months to show: `from`..`to` when given, else the newest `months` up to `newest`, else from the oldest that
/// has anything.
struct Range {
  std::optional<Month> from;
  std::optional<Month> to;
  std::optional<int> months;
  Month newest; ///< the current month in the athlete's zone
};

Grid make_grid(const std::vector<std::string>& providers, const std::map<Month, MonthFacts>& facts,
               const std::map<std::pair<std::string, Month>, Coverage>& coverage, const Range& range);

nlohmann::json to_json(const Grid& grid);

} // namespace tracekit::calendar
