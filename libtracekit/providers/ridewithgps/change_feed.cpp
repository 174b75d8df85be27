// SPDX-License-Identifier: MIT
#include "providers/ridewithgps/change_feed.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/time.hpp"
#include "net/json_fields.hpp"

namespace tracekit::ridewithgps {
namespace {

using net::id_of;
using net::text_of;
using nlohmann::json;

struct LastAction {
  EpochMillis at = 0;
  bool deleted = false;
};

bool is_own_trip(const json& item, const std::string& user_id) {
  const std::string owner = id_of(item, "item_user_id");
  return text_of(item, "item_type") == "trip" && (owner.empty() || owner == user_id);
}

} // namespace

Changes changes_of(const json& answer, const std::string& user_id) {
  const json& items = net::part_of(answer, "items");
  if (!items.is_array()) {
    throw Error(ErrorKind::provider, "Ride with GPS answered with no list of changes");
  }
  std::map<std::string, LastAction> last;
  for (const json& item : items) {
    const std::string id = id_of(item, "item_id");
    const std::string action = text_of(item, "action");
    const bool deleted = action == "deleted";
    if (id.empty() || !is_own_trip(item, user_id) || (!deleted && action != "created" && action != "updated")) {
      continue; // `added` and `removed` tell of pinned collections, not of trips
    }
    const auto at = parse_iso_time(text_of(item, "datetime"));
    const LastAction now{at ? at->utc_ms() : 0, deleted};
    const auto [known, is_new] = last.try_emplace(id, now);
    if (!is_new && now.at >= known->second.at) {
      known->second = now;
    }
  }
  Changes changes;
  for (const auto& [id, action] : last) {
    (action.deleted ? changes.deleted : changes.changed).push_back(id);
  }
  changes.until = text_of(net::part_of(answer, "meta"), "rwgps_datetime");
  return changes;
}

} // namespace tracekit::ridewithgps
