// SPDX-License-Identifier: MIT
#include "providers/ridewithgps/change_feed.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/time.hpp"
#include "providers/ridewithgps/fields.hpp"

namespace tracekit::ridewithgps {
namespace {

using nlohmann::json;

struct LastAction {
  EpochMillis at = 0;
  bool deleted = false;
};

bool is_own_trip(const json& item, const std::string& user_id) {
  const std::string owner = id_text(item, "item_user_id");
  return text_of(item, "item_type") == "trip" && (owner.empty() || owner == user_id);
}

} // namespace

Changes changes_of(const json& answer, const std::string& user_id) {
  const auto items = answer.is_object() ? answer.find("items") : answer.end();
  if (!answer.is_object() || items == answer.end() || !items->is_array()) {
    throw Error(ErrorKind::provider, "Ride with GPS answered with no list of changes");
  }
  std::map<std::string, LastAction> last;
  for (const json& item : *items) {
    const std::string id = item.is_object() ? id_text(item, "item_id") : "";
    const std::string action = item.is_object() ? text_of(item, "action") : "";
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
  if (const auto meta = answer.find("meta"); meta != answer.end() && meta->is_object()) {
    changes.until = text_of(*meta, "rwgps_datetime");
  }
  return changes;
}

} // namespace tracekit::ridewithgps
