// SPDX-License-Identifier: MIT
#include "app/gear.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <set>

#include "app/months.hpp"
#include "base/day_order.hpp"
#include "base/text.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

std::optional<std::pair<std::int64_t, std::int64_t>> days_asked(const GearFilter& filter) {
  if (!filter.from && !filter.to) {
    return std::nullopt;
  }
  return std::pair(filter.from ? tracekit::days_of(*filter.from) : std::numeric_limits<std::int64_t>::min(),
                   filter.to ? tracekit::days_of(*filter.to) : std::numeric_limits<std::int64_t>::max());
}

sync::GearLedger count(App& app, const GearFilter& filter) {
  const std::vector<sync::ProviderRules> rules = app.provider_rules();
  const sync::GearNames names = app.gear_names();
  const sync::PlanInput input{app.current_month(),           {}, rules, names, app.home(), app.now(),
                              app.mine().journal.dismissed()};
  sync::GearCounting counting(input);
  sync::Workout workout;
  app.mine().records.for_each_gear_use(
      days_asked(filter), [&](std::optional<std::int64_t> day, std::span<store::LinkedRecord* const> activity) {
        app.cancellation().check();
        refill(workout, activity);
        counting.add(workout, day);
      });
  return counting.finish();
}

bool has_words(const std::string& name, const std::vector<std::string>& words) {
  const std::string lower = to_lower(name);
  return std::ranges::all_of(words, [&](const std::string& word) { return lower.find(word) != std::string::npos; });
}

void keep_items_called(sync::GearLedger& ledger, const std::string& name) {
  const std::vector<std::string> words = split(to_lower(name), ' ');
  std::erase_if(ledger.items, [&](const sync::GearItem& item) {
    return !has_words(item.name, words) &&
           std::ranges::none_of(item.other_names, [&](const std::string& other) { return has_words(other, words); });
  });
  if (ledger.items.empty()) {
    throw Error(ErrorKind::not_found, fmt::format("no equipment is called \"{}\"", name), "`tracekit gear` lists all");
  }
  std::set<std::string> kept;
  for (const sync::GearItem& item : ledger.items) {
    kept.insert(item.name);
  }
  std::erase_if(ledger.disagreements, [&](const sync::GearDisagreement& disagreement) {
    return !kept.contains(disagreement.item) && !kept.contains(disagreement.other_item);
  });
}

json day_json(const std::optional<std::int64_t>& day) {
  return day ? json(format_date(date_of_days(*day))) : json(nullptr);
}

json use_json(const sync::GearUse& use) {
  return {{"workouts", use.workouts},
          {"distance_m", use.distance_m},
          {"duration_s", use.duration_s},
          {"first_day", day_json(use.first_day)},
          {"last_day", day_json(use.last_day)}};
}

json item_json(const sync::GearItem& item) {
  json out = use_json(item.total);
  out["name"] = item.name;
  out["other_names"] = item.other_names;
  out["providers"] = json::array();
  for (const sync::ProviderGearUse& provider : item.providers) {
    json one = use_json(provider.use);
    one["provider"] = provider.provider;
    out["providers"].push_back(std::move(one));
  }
  return out;
}

json months_json(const std::map<Month, std::int64_t>& months, const char* what) {
  json out = json::array();
  for (const auto& [month, number] : months) {
    out.push_back({{"month", month.text()}, {what, number}});
  }
  return out;
}

json disagreement_json(const sync::GearDisagreement& disagreement) {
  return {{"provider", disagreement.provider},
          {"item", disagreement.item},
          {"other_provider", disagreement.other_provider},
          {"other_item", disagreement.other_item},
          {"workouts", disagreement.workouts},
          {"months", months_json(disagreement.months, "workouts")}};
}

} // namespace

GearView gear(App& app, const GearFilter& filter) {
  check_day_order(filter.from, filter.to);
  refresh_touched_months(app);
  GearView view{filter, count(app, filter), {}, app.mine().gear_aliases.all()};
  if (!trim(filter.name).empty()) {
    keep_items_called(view.ledger, std::string(trim(filter.name)));
  }
  for (const sync::GearDisagreement& disagreement : view.ledger.disagreements) {
    for (const auto& [month, workouts] : disagreement.months) {
      view.months_to_fix[month] += workouts;
    }
  }
  return view;
}

json to_json(const GearView& view) {
  const auto date = [](const std::optional<Date>& day) { return day ? json(format_date(*day)) : json(nullptr); };
  json out = {{"from", date(view.filter.from)},
              {"to", date(view.filter.to)},
              {"workouts", view.ledger.workouts},
              {"without_gear", view.ledger.without_gear},
              {"items", json::array()},
              {"disagreements", json::array()},
              {"months_to_fix", months_json(view.months_to_fix, "changes")},
              {"aliases", to_json(view.aliases)}};
  for (const sync::GearItem& item : view.ledger.items) {
    out["items"].push_back(item_json(item));
  }
  for (const sync::GearDisagreement& disagreement : view.ledger.disagreements) {
    out["disagreements"].push_back(disagreement_json(disagreement));
  }
  return out;
}

} // namespace tracekit::app
