// SPDX-License-Identifier: MIT
#include "providers/strava/gear.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "net/json_fields.hpp"

namespace tracekit::strava {
namespace {

using net::part_of;
using net::text_of;
using nlohmann::json;

} // namespace

GearShelf::Item GearShelf::item_of(const json& gear) {
  const std::string make = fmt::format("{} {}", text_of(gear, "brand_name"), text_of(gear, "model_name"));
  return {text_of(gear, "name"), text_of(gear, "nickname"), std::string(trim(make))};
}

void GearShelf::learn(const json& gear) {
  if (!text_of(gear, "id").empty()) {
    items_[text_of(gear, "id")] = item_of(gear);
  }
}

void GearShelf::load() {
  if (loaded_) {
    return;
  }
  const json athlete = api_.athlete();
  for (const char* kind : {"bikes", "shoes"}) {
    for (const json& one : part_of(athlete, kind)) {
      learn(one);
    }
  }
  loaded_ = true;
}

void GearShelf::look_up(const std::string& id) {
  if (!items_.contains(id)) {
    const auto gear = api_.gear(id);
    items_[id] = gear ? item_of(*gear) : Item{};
  }
}

std::string GearShelf::name_of(const std::string& id) {
  if (!items_.contains(id)) {
    load();
  }
  look_up(id);
  return items_.at(id).name;
}

std::map<std::string, std::string> GearShelf::names() {
  load();
  std::map<std::string, std::string> names;
  for (const auto& [id, item] : items_) {
    names.emplace(id, item.name);
  }
  return names;
}

std::optional<std::string> GearShelf::named(const std::string& name) const {
  for (const auto part : {&Item::name, &Item::nickname, &Item::make}) {
    for (const auto& [id, item] : items_) {
      if (!(item.*part).empty() && item.*part == name) {
        return id;
      }
    }
  }
  return std::nullopt;
}

std::optional<std::string> GearShelf::id_of(const std::string& name, const std::set<std::string>& other_ids) {
  load();
  if (const auto found = named(name)) {
    return found;
  }
  for (const std::string& id : other_ids) {
    look_up(id);
  }
  return named(name);
}

} // namespace tracekit::strava
