// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/app.hpp"
#include "model/month.hpp"
#include "sync/gear_use.hpp"

namespace tracekit::app {

/// Which use of which equipment is asked for.
struct GearFilter {
  std::optional<Date> from; ///< local days, both ends included; with neither, workouts without a day count too
  std::optional<Date> to;
  std::string name; ///< words that one of an item's names has, whatever their case; empty: every item
};

/// What `tracekit gear` shows.
struct GearView {
  GearFilter filter;
  sync::GearLedger ledger;
  std::map<Month, std::int64_t> months_to_fix; ///< how many changes of equipment the plan of each proposes
  std::vector<store::GearAlias> aliases;
};

/// Adds up equipment over the stored workouts of the enabled providers. Throws Error(not_found) when no item has that
/// name.
GearView gear(App& app, const GearFilter& filter);

/// A name that was declared to mean the same equipment as another, or is no longer.
struct GearAliasChange {
  store::GearAlias alias;
  std::vector<std::string> unknown; ///< of both names, those that no record has
  std::size_t months = 0;           ///< that were counted again
};

/// Declares that two names mean the same equipment. Throws Error(usage) when one of them means none or they are one
/// name anyway, Error(conflict) when the alias stands for something already or that would go in a circle.
GearAliasChange add_gear_alias(App& app, const std::string& alias, const std::string& canonical);

/// Takes that back. Throws Error(not_found) when the name is no alias.
GearAliasChange remove_gear_alias(App& app, const std::string& alias);

/// What an alias is called in addresses, where not every name can stand: 16 hex digits, the same however it is written.
std::string gear_alias_id(const std::string& alias);
/// Takes back the one of this id. Throws Error(not_found).
GearAliasChange remove_gear_alias_of_id(App& app, const std::string& id);

nlohmann::json to_json(const GearView& view);
nlohmann::json to_json(const GearAliasChange& change);
nlohmann::json to_json(const std::vector<store::GearAlias>& aliases);

} // namespace tracekit::app
