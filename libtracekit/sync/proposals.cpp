// SPDX-License-Identifier: MIT
#include "sync/proposals.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "model/sport.hpp"
#include "sync/change_id.hpp"

namespace tracekit::sync {
namespace {

constexpr EpochSeconds freshness_s = 7 * 86400;

/// A change of one field of an existing record.
Change field_change(ChangeKind kind, const ProviderRules& rules, const Record& target, const Record& source) {
  Change change;
  change.kind = kind;
  change.provider = rules.id;
  change.target = target.key;
  change.source = source.key;
  return change;
}

} // namespace

bool takes_sport(const ProviderRules& rules, const WorkoutView& view) {
  const std::string& sport = view.sport();
  const std::string_view family = sport_family(sport, view.sub_sport());
  return std::none_of(rules.refused_sports.begin(), rules.refused_sports.end(), [&](const std::string& refused) {
    return (!family.empty() && refused == family) || refused == sport;
  });
}

bool is_stale(const ProviderRules& rules, const Record& record, EpochSeconds now) {
  return rules.write_only && now - record.fetched_at > freshness_s;
}

void Proposals::propose(Change&& change) const {
  const Columns& columns = view.columns();
  change.activity = view.workout().activity.id;
  if (change.blocked.empty()) {
    if (const auto column = columns.find(change.provider)) {
      change.blocked = columns.rules(*column).unavailable;
    }
  }
  if (dismissed.empty() || !dismissed.contains(change_id(change))) {
    changes.push_back(std::move(change));
  }
}

void propose_names(const Proposals& proposals) {
  const WorkoutView& view = proposals.view;
  const auto authority = view.name_authority();
  if (!authority || view.providers_present() < 2) {
    return;
  }
  const Record& source = view.holding(*authority).first();
  const std::string name(trim(source.name));
  for (std::size_t column = 0; column < view.columns().size(); ++column) {
    const ProviderRules& rules = view.columns().rules(column);
    if (!rules.sync_name || !rules.can_rename) {
      continue;
    }
    for (const Record* target : view.holding(column).shown) {
      if (target->name == name || target->stub) {
        continue;
      }
      Change change = field_change(ChangeKind::rename, rules, *target, source);
      change.field = "name";
      change.old_value = target->name;
      change.new_value = name;
      change.stale = is_stale(rules, *target, proposals.input.now);
      change.why = trim(target->name) == name
                       ? "the name has blanks at its ends"
                       : fmt::format("{} calls it \"{}\"", view.columns().rules(*authority).title, name);
      proposals.propose(std::move(change));
    }
  }
}

void propose_equipment(const Proposals& proposals) {
  const WorkoutView& view = proposals.view;
  const auto authority = view.equipment_authority();
  if (!authority || view.providers_present() < 2) {
    return;
  }
  const Record& source = view.holding(*authority).first();
  const std::string equipment(trim(source.equipment));
  for (std::size_t column = 0; column < view.columns().size(); ++column) {
    const ProviderRules& rules = view.columns().rules(column);
    if (!rules.sync_equipment || !rules.can_set_equipment || !rules.lists_equipment) {
      continue;
    }
    for (const Record* target : view.holding(column).shown) {
      if (target->stub || GearNames::is_unnamed(*target) || proposals.input.gear.same(target->equipment, equipment)) {
        continue;
      }
      Change change = field_change(ChangeKind::set_equipment, rules, *target, source);
      change.field = "equipment";
      change.old_value = target->equipment;
      change.new_value = equipment;
      change.stale = is_stale(rules, *target, proposals.input.now);
      change.why = fmt::format("{} says it was done with \"{}\"", view.columns().rules(*authority).title, equipment);
      proposals.propose(std::move(change));
    }
  }
}

void notice_duplicates(const Proposals& proposals) {
  const WorkoutView& view = proposals.view;
  for (std::size_t column = 0; column < view.columns().size(); ++column) {
    const ProviderRules& rules = view.columns().rules(column);
    const Holding& holding = view.holding(column);
    for (const Record* duplicate : holding.duplicates) {
      Change change = field_change(ChangeKind::duplicate, rules, *duplicate, holding.first());
      change.old_value = duplicate->name;
      change.why = fmt::format("{} holds this workout more than once", rules.title);
      proposals.propose(std::move(change));
    }
  }
}

} // namespace tracekit::sync
