// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "app/gear.hpp"
#include "app/months.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;
using sync::GearNames;

std::string equipment_name(const std::string& text) {
  std::string name(trim(text));
  if (GearNames::is_none(name)) {
    throw Error(ErrorKind::usage, fmt::format("\"{}\" means no equipment and cannot be an alias", name),
                "for example: tracekit gear alias \"Red bike\" = \"Tarmac SL7\"");
  }
  return name;
}

/// The stored alias that a person means, however they write it.
std::optional<store::GearAlias> find_alias(App& app, const std::string& name) {
  const std::string normal = GearNames::normal_form(name);
  for (store::GearAlias& alias : app.mine().gear_aliases.all()) {
    if (GearNames::normal_form(alias.alias) == normal) {
      return std::move(alias);
    }
  }
  return std::nullopt;
}

void refuse_useless(App& app, const std::string& alias, const std::string& canonical) {
  if (GearNames::normal_form(alias) == GearNames::normal_form(canonical)) {
    throw Error(ErrorKind::usage, fmt::format("\"{}\" and \"{}\" are one name already", alias, canonical),
                "case, blanks and the order of words make no difference");
  }
  if (const auto present = find_alias(app, alias)) {
    throw Error(ErrorKind::conflict,
                fmt::format("\"{}\" stands for \"{}\" already", present->alias, present->canonical),
                fmt::format("`tracekit gear unalias \"{}\"` takes that back", present->alias));
  }
  if (app.gear_names().same(alias, canonical)) {
    throw Error(ErrorKind::conflict,
                fmt::format("\"{}\" and \"{}\" mean the same by other aliases already", alias, canonical),
                "`tracekit gear aliases` lists them");
  }
}

std::vector<std::string> without_records(const std::vector<std::string>& known, const store::GearAlias& alias) {
  std::set<std::string> normal;
  for (const std::string& name : known) {
    normal.insert(GearNames::normal_form(name));
  }
  std::vector<std::string> unknown;
  for (const std::string& name : {alias.alias, alias.canonical}) {
    if (!normal.contains(GearNames::normal_form(name))) {
      unknown.push_back(name);
    }
  }
  return unknown;
}

/// Changes the aliases by `change`, and counts the months again in which one of the names stands that are the same with
/// `names`: nothing else can have changed.
GearAliasChange change_aliases(App& app, const store::GearAlias& alias, const GearNames& names,
                               const std::function<void()>& change) {
  notice_changed_settings(app); // what else was changed touches every month
  const std::vector<std::string> known = app.mine().records.equipment_names();
  std::set<Month> touched;
  for (const std::string& name : known) {
    if (names.same(name, alias.alias)) {
      const std::vector<Month> months = app.mine().records.months_with_equipment(name);
      touched.insert(months.begin(), months.end());
    }
  }
  const std::vector<Month> months(touched.begin(), touched.end());
  auto transaction = app.mine().changing_workouts();
  change();
  app.mine().month_summaries.mark_dirty(months);
  settings_are_noticed(app);
  transaction.commit();
  refresh_touched_months(app);
  return {alias, without_records(known, alias), months.size()};
}

} // namespace

GearAliasChange add_gear_alias(App& app, const std::string& alias, const std::string& canonical) {
  const store::GearAlias pair{equipment_name(alias), equipment_name(canonical)};
  refuse_useless(app, pair.alias, pair.canonical);
  std::vector<std::pair<std::string, std::string>> pairs{{pair.alias, pair.canonical}};
  for (const store::GearAlias& present : app.mine().gear_aliases.all()) {
    pairs.emplace_back(present.alias, present.canonical);
  }
  return change_aliases(app, pair, GearNames(pairs),
                        [&] { app.mine().gear_aliases.add(pair.alias, pair.canonical, app.now()); });
}

GearAliasChange remove_gear_alias(App& app, const std::string& alias) {
  const auto present = find_alias(app, alias);
  if (!present) {
    throw Error(ErrorKind::not_found, fmt::format("\"{}\" is no alias", trim(alias)),
                "`tracekit gear aliases` lists them");
  }
  return change_aliases(app, *present, app.gear_names(), [&] { app.mine().gear_aliases.remove(present->alias); });
}

std::string gear_alias_id(const std::string& alias) {
  constexpr std::size_t digits = 16;
  return sha256_hex(as_bytes(GearNames::normal_form(alias))).substr(0, digits);
}

GearAliasChange remove_gear_alias_of_id(App& app, const std::string& id) {
  for (const store::GearAlias& alias : app.mine().gear_aliases.all()) {
    if (gear_alias_id(alias.alias) == id) {
      return remove_gear_alias(app, alias.alias);
    }
  }
  throw Error(ErrorKind::not_found, fmt::format("there is no alias {}", id), "`GET /api/gear` lists them");
}

json to_json(const std::vector<store::GearAlias>& aliases) {
  json out = json::array();
  for (const store::GearAlias& alias : aliases) {
    out.push_back({{"id", gear_alias_id(alias.alias)}, {"alias", alias.alias}, {"canonical", alias.canonical}});
  }
  return out;
}

json to_json(const GearAliasChange& change) {
  return {{"id", gear_alias_id(change.alias.alias)},
          {"alias", change.alias.alias},
          {"canonical", change.alias.canonical},
          {"unknown", change.unknown},
          {"months", change.months}};
}

} // namespace tracekit::app
