// SPDX-License-Identifier: MIT
#include "providers/garmin/related.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "net/json_fields.hpp"

namespace tracekit::garmin {

using nlohmann::json;

Related RelatedThings::to(const json& activity, const std::optional<Gear>& equipment) {
  Related related;
  if (equipment) {
    related.equipment = equipment->name;
    related.gear_id = equipment->id;
  }
  related.device = device_named(device_of(activity));
  related.part = part_of(id_of(activity), parent_of(activity));
  return related;
}

/// Devices that were removed from the account have no name.
std::string RelatedThings::device_named(const std::string& id) {
  if (id.empty()) {
    return "";
  }
  if (!devices_) {
    devices_.emplace();
    for (const json& one : api_.devices()) {
      const std::string product = net::text_of(one, "productDisplayName");
      devices_->emplace(net::id_of(one, "deviceId"), product.empty() ? net::text_of(one, "displayName") : product);
    }
  }
  const auto found = devices_->find(id);
  return found == devices_->end() ? "" : found->second;
}

/// Whether lists show legs is not known; the order stands with their whole only.
int RelatedThings::part_of(const std::string& id, const std::string& parent) {
  if (parent.empty()) {
    return 0;
  }
  if (!legs_.contains(parent)) {
    const auto whole = api_.activity(parent);
    legs_[parent] = whole ? legs_in(*whole) : std::vector<std::string>();
  }
  const auto& legs = legs_.at(parent);
  const auto found = std::find(legs.begin(), legs.end(), id);
  return found == legs.end() ? 0 : static_cast<int>(found - legs.begin()) + 1;
}

} // namespace tracekit::garmin
