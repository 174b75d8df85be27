// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "providers/garmin/activity.hpp"
#include "providers/garmin/gear.hpp"

namespace tracekit::garmin {

/// What belongs to activities and is asked for by itself: gear, names of devices, the order of a multisport's legs.
class RelatedThings {
public:
  explicit RelatedThings(Api& api) : api_(api), gear_(api) {}

  GearShelf& gear() { return gear_; }
  Related to(const nlohmann::json& activity, const std::optional<Gear>& equipment);

private:
  std::string device_named(const std::string& id);
  int part_of(const std::string& id, const std::string& parent);

  Api& api_;
  GearShelf gear_;
  std::optional<std::map<std::string, std::string>> devices_;
  std::map<std::string, std::vector<std::string>> legs_; ///< by their whole
};

} // namespace tracekit::garmin
