// SPDX-License-Identifier: MIT
#include "providers/garmin/gear.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "base/text.hpp"
#include "net/json_fields.hpp"

namespace tracekit::garmin {
namespace {

using nlohmann::json;

constexpr const char* lesser_kind = "Other"; ///< chest straps, trainers and the like
constexpr std::size_t asked_one_by_one = 2;  ///< activities for which it is not worth to list all gear first

Gear read(const json& one) {
  Gear gear;
  gear.id = net::text_of(one, "uuid");
  gear.kind = net::text_of(one, "gearTypeName");
  gear.retired = net::text_of(one, "gearStatusName") == "retired";
  gear.make = net::text_of(one, "customMakeModel");
  if (gear.make.empty()) {
    gear.make =
        std::string(trim(fmt::format("{} {}", net::text_of(one, "gearMakeName"), net::text_of(one, "gearModelName"))));
  }
  gear.name = std::string(trim(net::text_of(one, "displayName")));
  if (gear.name.empty()) {
    gear.name = gear.make;
  }
  return gear;
}

} // namespace

std::vector<Gear> gear_in(const json& list) {
  std::vector<Gear> out;
  for (const json& one : list) {
    if (one.is_object() && !net::text_of(one, "uuid").empty()) {
      out.push_back(read(one));
    }
  }
  return out;
}

std::optional<Gear> equipment_of(const std::vector<Gear>& gear) {
  const auto rank = [](const Gear& one) { return std::tuple(one.kind == lesser_kind, one.name, one.id); };
  const auto first =
      std::min_element(gear.begin(), gear.end(), [&](const Gear& a, const Gear& b) { return rank(a) < rank(b); });
  return first == gear.end() ? std::nullopt : std::optional(*first);
}

bool takes_the_place_of(const Gear& fresh, const Gear& one) {
  return one.kind != lesser_kind || fresh.kind == lesser_kind;
}

const std::vector<Gear>& GearShelf::all(const std::string& owner) {
  if (!all_) {
    all_ = gear_in(api_.gear(owner));
  }
  return *all_;
}

std::map<std::string, std::string> GearShelf::names() const {
  std::map<std::string, std::string> names;
  for (const Gear& one : all_.value_or(std::vector<Gear>())) {
    names.emplace(one.id, one.name);
  }
  return names;
}

void GearShelf::expect(std::size_t activities, const std::string& owner) {
  if (!by_activity_ && !owner.empty() && activities > asked_one_by_one && activities > all(owner).size()) {
    list_activities();
  }
}

void GearShelf::list_activities() {
  std::map<std::string, std::vector<Gear>> found;
  for (const Gear& one : *all_) {
    for (const std::string& activity : api_.activities_with(one.id)) {
      found[activity].push_back(one);
    }
  }
  by_activity_ = std::move(found);
}

std::vector<Gear> GearShelf::gear_of(const std::string& activity_id) {
  if (!by_activity_) {
    return gear_in(api_.gear_of(activity_id));
  }
  const auto found = by_activity_->find(activity_id);
  return found == by_activity_->end() ? std::vector<Gear>() : found->second;
}

std::optional<Gear> GearShelf::named(const std::string& name, const std::string& owner) {
  for (const auto part : {&Gear::name, &Gear::make}) {
    for (const bool retired : {false, true}) {
      for (const Gear& one : all(owner)) {
        if (one.*part == name && one.retired == retired) {
          return one;
        }
      }
    }
  }
  return std::nullopt;
}

} // namespace tracekit::garmin
