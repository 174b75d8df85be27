// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "providers/garmin/api.hpp"

namespace tracekit::garmin {

struct Gear {
  std::string id;   ///< its uuid
  std::string name; ///< as the athlete calls it, else its make and model
  std::string make; ///< what else it may be called
  std::string kind; ///< `Shoes`, `Bike`, `Other` ...
  bool retired = false;
  friend bool operator==(const Gear&, const Gear&) = default;
};

/// Everything in a list of gear that has an id.
std::vector<Gear> gear_in(const nlohmann::json& list);

/// An activity may have several; its equipment is a bike or shoes before anything else, whatever their order.
std::optional<Gear> equipment_of(const std::vector<Gear>& gear);

/// Whether an activity that gets `fresh` loses this one: a chest strap stays where a bike is changed.
bool takes_the_place_of(const Gear& fresh, const Gear& one);

/// Which gear activities have. No list of activities tells; it is asked for each activity, or for each piece of gear
/// which activities it has, whatever takes fewer calls.
class GearShelf {
public:
  explicit GearShelf(Api& api) : api_(api) {}

  /// All gear of the athlete, retired gear too; asked for once.
  const std::vector<Gear>& all(const std::string& owner);
  /// The names of all gear by its id, where it was asked for.
  [[nodiscard]] std::map<std::string, std::string> names() const;
  /// So many activities are asked about next.
  void expect(std::size_t activities, const std::string& owner);
  std::vector<Gear> gear_of(const std::string& activity_id);
  /// The gear of this name, or else of this make and model; gear in use comes first.
  std::optional<Gear> named(const std::string& name, const std::string& owner);

private:
  void list_activities();

  Api& api_;
  std::optional<std::vector<Gear>> all_;
  std::optional<std::map<std::string, std::vector<Gear>>> by_activity_;
};

} // namespace tracekit::garmin
