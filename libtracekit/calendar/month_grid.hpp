// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"
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

/// How a provider was last asked for a month.
struct Pulled {
  Coverage coverage = Coverage::not_pulled;
  std::string problem = {};            ///< one sentence where it is not complete
  std::optional<EpochSeconds> at = {}; ///< nothing: never
};

/// What a provider has in a month.
struct Holding {
  std::int64_t records = 0;
  std::uint32_t days = 0;                ///< bit 0 is the 1st of the month: local days with a record
  std::int64_t open_differences = 0;     ///< changes that a plan would propose there
  std::vector<std::string> devices = {}; ///< that recorded them
};

struct Cell {
  Pulled pulled;
  Holding holding;
};

/// What there is to know of a month in one word: the first of these that is true.
enum class MonthState {
  pulling,    ///< a pull of it waits or runs
  failed,     ///< the last pull of some provider failed
  differs,    ///< a plan would propose changes
  not_pulled, ///< some provider was never asked for it
  empty,      ///< all were asked and there is nothing
  in_sync,
};
std::string_view to_string(MonthState state);

/// A month over all providers.
struct Row {
  Month month;
  MonthState state = MonthState::not_pulled;
  std::vector<Cell> cells; ///< parallel to `Grid::providers`
  std::int64_t activities = 0;
  std::int64_t matched = 0;          ///< activities known to two providers or more
  std::int64_t open_differences = 0; ///< changes that a plan would propose
};

struct Grid {
  std::vector<std::string> providers;
  std::optional<Month> oldest; ///< the first month of which anything is known, shown or not
  std::vector<Row> rows;       ///< newest first, no gaps
};

/// What the store knows of one month.
struct MonthFacts {
  std::int64_t activities = 0;
  std::int64_t matched = 0;
  std::int64_t open_differences = 0;
  std::map<std::string, Holding> providers; ///< by provider
};

/// What the store knows of months; see `make_grid`.
struct Known {
  std::map<Month, MonthFacts> months;
  std::map<std::pair<std::string, Month>, Pulled> pulls; ///< by provider and month
  std::set<Month> pulling;                               ///< months of which a pull waits or runs
  std::set<std::string> enabled;                         ///< providers that pulls ask
  std::optional<Month> oldest;                           ///< nothing: the oldest of these
};

/// Which months to show: `from`..`to` when given, else the newest `months` up to `newest`, else from the oldest that
/// has anything.
struct Range {
  std::optional<Month> from;
  std::optional<Month> to;
  std::optional<int> months;
  Month newest; ///< the current month in the athlete's zone
};

Grid make_grid(const std::vector<std::string>& providers, const Known& known, const Range& range);

nlohmann::json to_json(const Grid& grid);

} // namespace tracekit::calendar
