// SPDX-License-Identifier: MIT
#include "providers/ridewithgps/trip_search.hpp"

#include <nlohmann/json.hpp>

#include <set>

#include "base/error.hpp"
#include "providers/offset_pages.hpp"
#include "providers/ridewithgps/trip.hpp"
#include "providers/same_start.hpp"

namespace tracekit::ridewithgps {
namespace {

constexpr EpochSeconds search_step_s = 86'400;
constexpr int most_pages_without_news = 3;

/// Nothing for a trip that does not tell when it began.
std::optional<EpochSeconds> start_of(const nlohmann::json& trip) {
  try {
    return record_of(trip, {}, 0).start;
  } catch (const Error&) {
    return std::nullopt;
  }
}

} // namespace

std::optional<std::string> find_trip(Api& api, const Record& workout) {
  std::set<std::string> seen;
  std::optional<EpochSeconds> last;
  bool in_order = true;
  int without_news = 0; // pages move, and a list that never ends must end
  OffsetPages pages(title);
  while (true) {
    const TripPage page = api.trips(pages.offset(), page_size);
    const std::size_t seen_before = seen.size();
    for (const nlohmann::json& trip : page.trips) {
      if (!seen.insert(id_of(trip)).second) {
        continue;
      }
      Record held;
      held.start = start_of(trip);
      if (same_start(held, workout)) {
        return id_of(trip);
      }
      if (held.start) {
        in_order = in_order && (!last || *held.start <= *last);
        last = held.start;
      }
    }
    const std::size_t end = pages.offset() + page.trips.size();
    without_news = seen.size() == seen_before ? without_news + 1 : 0;
    const bool all_seen =
        page.trips.empty() || without_news == most_pages_without_news || (page.count && end >= *page.count);
    const bool passed = in_order && last && workout.start && *last < *workout.start - search_step_s;
    if (pages.took(ids_on(page)) && (all_seen || passed)) {
      return std::nullopt;
    }
  }
}

} // namespace tracekit::ridewithgps
