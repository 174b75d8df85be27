// SPDX-License-Identifier: MIT
#include "sync/gear_use.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "sync/proposals.hpp"

namespace tracekit::sync {
namespace {

constexpr std::size_t no_item = static_cast<std::size_t>(-1);

void add_use(GearUse& use, const std::optional<double>& distance_m, const std::optional<double>& duration_s,
             std::optional<std::int64_t> day) {
  use.distance_m += distance_m && *distance_m > 0 ? *distance_m : 0;
  use.duration_s += duration_s.value_or(0);
  if (day) {
    use.first_day = std::min(use.first_day.value_or(*day), *day);
    use.last_day = std::max(use.last_day.value_or(*day), *day);
  }
}

/// The column whose equipment is the workout's: that of the plan's authority, else of the first that names any.
std::optional<std::size_t> deciding_column(const WorkoutView& view) {
  if (const auto authority = view.equipment_authority()) {
    return authority;
  }
  for (std::size_t column = 0; column < view.columns().size(); ++column) {
    const Holding& holding = view.holding(column);
    if (holding.present() && view.columns().rules(column).lists_equipment &&
        !GearNames::is_none(holding.first().equipment)) {
      return column;
    }
  }
  return std::nullopt;
}

} // namespace

GearCounting::GearCounting(const PlanInput& input)
    : input_(input), columns_(input.providers), dismissed_(input.dismissed.begin(), input.dismissed.end()) {}

std::size_t GearCounting::item_of(const std::string& name) {
  if (const auto known = by_name_.find(name); known != by_name_.end()) {
    return known->second;
  }
  const auto [place, is_new] = by_canonical_.try_emplace(input_.gear.canonical(name), items_.size());
  if (is_new) {
    items_.emplace_back().by_column.resize(columns_.size());
  }
  Item& item = items_[place->second];
  std::string plain(trim(name));
  item.name = item.name.empty() ? plain : item.name;
  if (std::ranges::find(item.names, plain) == item.names.end()) {
    item.names.push_back(std::move(plain));
  }
  return by_name_.emplace(name, place->second).first->second;
}

void GearCounting::add(const Workout& workout, std::optional<std::int64_t> local_day) {
  const WorkoutView view(workout, columns_);
  if (view.providers_present() == 0) {
    return;
  }
  ++workouts_;
  add_providers(view, local_day);
  add_total(view, local_day);
  add_disagreements(view, local_day);
}

/// Every provider by its own records and numbers; the parts of a workout may have been done with different equipment.
void GearCounting::add_providers(const WorkoutView& view, std::optional<std::int64_t> local_day) {
  std::vector<std::size_t> counted;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    if (!columns_.rules(column).lists_equipment) {
      continue;
    }
    counted.clear();
    for (const Record* record : view.holding(column).shown) {
      if (GearNames::is_none(record->equipment)) {
        continue;
      }
      const std::size_t item = item_of(record->equipment);
      GearUse& use = items_[item].by_column[column];
      add_use(use, record->totals.distance_m, duration_of(*record), local_day);
      if (std::ranges::find(counted, item) == counted.end()) {
        counted.push_back(item);
        ++use.workouts;
      }
    }
  }
}

void GearCounting::add_total(const WorkoutView& view, std::optional<std::int64_t> local_day) {
  const auto column = deciding_column(view);
  if (!column) {
    ++without_gear_;
    return;
  }
  const std::string& name = view.holding(*column).first().equipment;
  Item& item = items_[item_of(name)];
  ++item.total.workouts;
  add_use(item.total, view.distance_m(), view.duration_s(), local_day);
  const bool decides = view.equipment_authority().has_value();
  if (decides || !item.decided) {
    item.name = trim(name);
    item.decided = item.decided || decides;
  }
}

void GearCounting::add_disagreements(const WorkoutView& view, std::optional<std::int64_t> local_day) {
  std::vector<Change> changes;
  propose_equipment({input_, dismissed_, view, changes});
  for (const Change& change : changes) {
    const std::size_t item = item_of(change.new_value);
    const std::size_t other = GearNames::is_none(change.old_value) ? no_item : item_of(change.old_value);
    GearDisagreement& disagreement = disagreements_[{change.source.provider, item, change.provider, other}];
    ++disagreement.workouts;
    if (local_day) {
      ++disagreement.months[Month::of(date_of_days(*local_day))];
    }
  }
}

GearItem GearCounting::finished(Item& item) const {
  GearItem out{std::move(item.name), {}, item.total, {}};
  for (std::string& name : item.names) {
    if (name != out.name) {
      out.other_names.push_back(std::move(name));
    }
  }
  std::ranges::sort(out.other_names);
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    if (item.by_column[column].workouts > 0) {
      out.providers.push_back({columns_.rules(column).id, item.by_column[column]});
    }
  }
  return out;
}

GearLedger GearCounting::finish() {
  GearLedger ledger;
  ledger.workouts = workouts_;
  ledger.without_gear = without_gear_;
  for (auto& [pair, disagreement] : disagreements_) {
    const auto& [provider, item, other_provider, other] = pair;
    disagreement.provider = provider;
    disagreement.item = items_[item].name;
    disagreement.other_provider = other_provider;
    disagreement.other_item = other == no_item ? "" : items_[other].name;
    ledger.disagreements.push_back(std::move(disagreement));
  }
  std::ranges::stable_sort(ledger.disagreements, std::greater{}, &GearDisagreement::workouts);
  for (Item& item : items_) {
    ledger.items.push_back(finished(item));
  }
  std::ranges::sort(ledger.items, [](const GearItem& a, const GearItem& b) {
    return std::tie(b.total.distance_m, b.total.workouts, a.name) <
           std::tie(a.total.distance_m, a.total.workouts, b.name);
  });
  return ledger;
}

} // namespace tracekit::sync
