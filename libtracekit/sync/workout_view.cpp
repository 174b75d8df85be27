// SPDX-License-Identifier: MIT
#include "sync/workout_view.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "base/text.hpp"
#include "model/sport.hpp"
#include "model/units.hpp"

namespace tracekit::sync {
namespace {

int measuring_rank(const Record& record) {
  if (record.date_only || record.stub) {
    return 4;
  }
  if (record.manual) {
    return 3;
  }
  return record.file_id || record.format == "fit" ? 0 : record.origin == Origin::file || !record.sketch.empty() ? 1 : 2;
}

std::optional<double> first_positive(std::initializer_list<std::optional<double>> values) {
  for (const auto& value : values) {
    if (value && *value > 0) {
      return value;
    }
  }
  return std::nullopt;
}

} // namespace

std::optional<double> duration_of(const Record& record) {
  return first_positive({record.totals.timer_s, record.totals.moving_s, record.totals.elapsed_s});
}

Columns::Columns(std::span<const ProviderRules> providers) {
  for (const ProviderRules& rules : providers) {
    rules_.push_back(&rules);
  }
  std::sort(rules_.begin(), rules_.end(), [](const ProviderRules* a, const ProviderRules* b) {
    return std::tie(a->priority, a->id) < std::tie(b->priority, b->id);
  });
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    columns_.emplace(rules_[i]->id, i);
  }
}

std::optional<std::size_t> Columns::find(const std::string& provider) const {
  const auto found = columns_.find(provider);
  return found == columns_.end() ? std::nullopt : std::optional(found->second);
}

WorkoutView::WorkoutView(const Workout& workout, const Columns& columns)
    : workout_(workout), columns_(columns), holdings_(columns.size()) {
  const std::size_t count = std::min(workout.records.size(), workout.activity.links.size());
  for (std::size_t i = 0; i < count; ++i) {
    const Record& record = workout.records[i];
    const auto column = columns.find(record.key.provider);
    if (!column || record.deleted_at) {
      continue;
    }
    const bool hidden = workout.activity.links[i].role == LinkRole::duplicate;
    Holding& holding = holdings_[*column];
    (hidden ? holding.duplicates : holding.shown).push_back(&record);
  }
  for (Holding& holding : holdings_) {
    // The member may have been deleted at its provider while its copy is still there.
    if (holding.shown.empty() && !holding.duplicates.empty()) {
      holding.shown.push_back(holding.duplicates.front());
      holding.duplicates.erase(holding.duplicates.begin());
    }
    if (holding.shown.size() > 1) { // it takes memory even for one
      std::stable_sort(holding.shown.begin(), holding.shown.end(),
                       [](const Record* a, const Record* b) { return a->start < b->start; });
    }
  }
  find_authorities();
  find_measurements();
  find_sport();
}

void WorkoutView::find_authorities() {
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    const ProviderRules& rules = columns_.rules(column);
    const Holding& holding = holdings_[column];
    if (!holding.present() || rules.can_store_file || !may_leave(holding.first())) {
      continue;
    }
    if (!name_authority_ && !trim(holding.first().name).empty()) {
      name_authority_ = column;
    }
    if (!equipment_authority_ && rules.lists_equipment && !GearNames::is_none(holding.first().equipment)) {
      equipment_authority_ = column;
    }
  }
}

std::size_t WorkoutView::providers_present() const {
  return static_cast<std::size_t>(
      std::count_if(holdings_.begin(), holdings_.end(), [](const Holding& holding) { return holding.present(); }));
}

bool WorkoutView::may_leave(const Record& record) const {
  const auto from = columns_.find(record.key.provider);
  if (!from || columns_.rules(*from).write_only || record.stub) {
    return false;
  }
  // What another service only passed on stays under the rules of that service.
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    const ProviderRules& rules = columns_.rules(column);
    if (rules.write_only && equals_ignoring_case(rules.id, record.source)) {
      return false;
    }
  }
  return true;
}

void WorkoutView::find_measurements() {
  for (const Holding& holding : holdings_) {
    // Parts measure only a part.
    if (holding.shown.size() == 1) {
      measurements_.push_back(holding.shown.front());
    }
  }
  if (measurements_.empty()) {
    for (const Holding& holding : holdings_) {
      measurements_.insert(measurements_.end(), holding.shown.begin(), holding.shown.end());
    }
  }
  std::stable_sort(measurements_.begin(), measurements_.end(),
                   [](const Record* a, const Record* b) { return measuring_rank(*a) < measuring_rank(*b); });
}

void WorkoutView::find_sport() {
  const auto told = std::find_if(measurements_.begin(), measurements_.end(), [](const Record* record) {
    return !sport_family(record->sport, record->sub_sport).empty();
  });
  if (told == measurements_.end()) {
    return;
  }
  sport_ = (*told)->sport;
  const auto detailed = std::find_if(told, measurements_.end(), [&](const Record* record) {
    return record->sport == sport_ && record->sub_sport != "generic";
  });
  sub_sport_ = detailed == measurements_.end() ? "generic" : (*detailed)->sub_sport;
}

std::vector<const Record*> WorkoutView::measurements() const {
  std::vector<const Record*> records = measurements_;
  std::erase_if(records, [&](const Record* record) { return !may_leave(*record); });
  return records;
}

std::optional<double> WorkoutView::distance_m() const {
  for (const Record* record : measurements_) {
    if (const auto distance = first_positive({record->totals.distance_m})) {
      return distance;
    }
  }
  return std::nullopt;
}

std::optional<double> WorkoutView::duration_s() const {
  for (const Record* record : measurements_) {
    if (const auto duration = duration_of(*record)) {
      return duration;
    }
  }
  return std::nullopt;
}

std::string WorkoutView::description() const {
  std::string text = sport_label(sport(), sub_sport());
  if (name_authority_) {
    text += fmt::format(" \"{}\"", trim(holdings_[*name_authority_].first().name));
  }
  for (const Record* record : measurements()) {
    if (record->totals.distance_m && *record->totals.distance_m > 0) {
      return text + fmt::format(", {:.1f} km", *record->totals.distance_m / metres_per_kilometre);
    }
  }
  return text;
}

} // namespace tracekit::sync
