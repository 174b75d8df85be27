// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>

#include "providers/strava/api.hpp"

namespace tracekit::strava {

/// The names of the athlete's gear. Strava has no list of all of it: what is in use stands with the athlete, what is
/// retired is only found by an id that some activity once had.
class GearShelf {
public:
  explicit GearShelf(Api& api) : api_(api) {}

  /// Its name, looked up at most once; empty when there is none.
  std::string name_of(const std::string& id);
  /// The gear of this name, or else of this nickname or maker and model; gear in use comes first, then that of the
  /// other ids.
  std::optional<std::string> id_of(const std::string& name, const std::set<std::string>& other_ids);
  /// The names of what is in use, by id.
  std::map<std::string, std::string> names();
  /// What an activity's own answer tells of its gear.
  void learn(const nlohmann::json& gear);

private:
  struct Item {
    std::string name;
    std::string nickname;
    std::string make;
  };
  static Item item_of(const nlohmann::json& gear);
  void load();
  void look_up(const std::string& id);
  [[nodiscard]] std::optional<std::string> named(const std::string& name) const;

  Api& api_;
  bool loaded_ = false;
  std::map<std::string, Item> items_;
};

} // namespace tracekit::strava
