// SPDX-License-Identifier: MIT
#include "sync/compare.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "base/text.hpp"
#include "model/sport.hpp"
#include "sync/change_id.hpp"
#include "sync/proposals.hpp"

namespace tracekit::sync {
namespace {

CellStatus name_status(const WorkoutView& view, std::size_t column) {
  const ProviderRules& rules = view.columns().rules(column);
  const auto authority = view.name_authority();
  if (authority == column) {
    return CellStatus::authority;
  }
  if (!authority) {
    return CellStatus::none;
  }
  const std::string_view name = trim(view.holding(column).first().name);
  if (name == trim(view.holding(*authority).first().name)) {
    return CellStatus::same;
  }
  const bool synced = rules.sync_name && rules.can_rename && !view.holding(column).first().stub;
  return synced ? CellStatus::differs : CellStatus::none;
}

CellStatus equipment_status(const WorkoutView& view, std::size_t column, const GearNames& gear) {
  const ProviderRules& rules = view.columns().rules(column);
  const auto authority = view.equipment_authority();
  if (authority == column) {
    return CellStatus::authority;
  }
  const Record& own = view.holding(column).first();
  if (!authority || !rules.lists_equipment || GearNames::is_unnamed(own)) {
    return CellStatus::none;
  }
  if (gear.same(own.equipment, view.holding(*authority).first().equipment)) {
    return CellStatus::same;
  }
  const bool synced = rules.sync_equipment && rules.can_set_equipment && !own.stub;
  return synced ? CellStatus::differs : CellStatus::none;
}

Cell cell_of(const WorkoutView& view, std::size_t column, const GearNames& gear) {
  const Holding& holding = view.holding(column);
  Cell cell;
  if (!holding.present()) {
    const bool taken = takes_sport(view.columns().rules(column), view);
    cell.name_status = taken ? CellStatus::missing : CellStatus::none;
    cell.equipment_status = cell.name_status;
    cell.copies = 0;
    return cell;
  }
  cell.present = true;
  cell.record = holding.first().key;
  cell.name = holding.first().name;
  cell.name_status = name_status(view, column);
  cell.equipment = GearNames::is_none(holding.first().equipment) ? "" : holding.first().equipment;
  cell.equipment_status = equipment_status(view, column, gear);
  cell.copies = static_cast<int>(holding.shown.size() + holding.duplicates.size());
  return cell;
}

/// When it began: what a record itself tells of its place goes before what `home` makes of an instant.
void fill_start(Row& row, const std::vector<const Record*>& records, const TimeZone& home) {
  int best = 3;
  for (const Record* record : records) {
    const auto wall = local_start(*record, home);
    const bool told = record->start_local || record->utc_offset_s || !record->tz.empty();
    const int quality = record->date_only ? 2 : told ? 0 : 1;
    if (wall && quality < best) {
      best = quality;
      row.start_local = wall;
      row.date_only = record->date_only;
    }
  }
}

double weakest_link(const Activity& activity) {
  double weakest = 0;
  bool found = false;
  for (const Link& link : activity.links) {
    if (link.kind == LinkKind::automatic) {
      weakest = found ? std::min(weakest, link.score) : link.score;
      found = true;
    }
  }
  return weakest;
}

Row row_of(const WorkoutView& view, const PlanInput& input) {
  Row row;
  row.activity = view.workout().activity.id;
  const std::vector<const Record*>& records = view.all_measurements();
  fill_start(row, records, input.home);
  row.distance_m = view.distance_m();
  row.duration_s = view.duration_s();
  row.sport = sport_label(view.sport(), view.sub_sport());
  row.certainty = weakest_link(view.workout().activity);
  row.cells.reserve(view.columns().size());
  for (std::size_t column = 0; column < view.columns().size(); ++column) {
    row.cells.push_back(cell_of(view, column, input.gear));
  }
  return row;
}

Change question_change(const OpenQuestion& question, ActivityId activity) {
  Change change;
  change.kind = ChangeKind::link;
  change.provider = question.a.provider;
  change.activity = activity;
  change.target = question.a;
  change.source = question.b;
  change.why = question.why;
  return change;
}

} // namespace

Comparing::Comparing(const PlanInput& input, ComparisonParts parts)
    : input_(input), parts_(parts), columns_(input.providers),
      dismissed_(input.dismissed.begin(), input.dismissed.end()) {
  for (const OpenQuestion& question : input.questions) {
    asked_about_.emplace(question.a, std::nullopt);
    asked_about_.emplace(question.b, std::nullopt);
  }
}

void Comparing::add(const Workout& workout) {
  if (!asked_about_.empty()) {
    for (const Record& record : workout.records) {
      if (const auto asked = asked_about_.find(record.key); asked != asked_about_.end()) {
        asked->second = rows_.size();
      }
    }
  }
  const WorkoutView view(workout, columns_);
  rows_.push_back(parts_ == ComparisonParts::all ? row_of(view, input_) : Row());
  rows_.back().activity = workout.activity.id;
  const Proposals proposals{input_, dismissed_, view, changes_.emplace_back()};
  propose_names(proposals);
  propose_equipment(proposals);
  propose_metadata(proposals);
  propose_additions(proposals);
  propose_downloads(proposals);
  notice_duplicates(proposals);
}

/// Questions stand with the workout of the one record or, where that is not in the month, of the other.
void Comparing::add_questions() {
  for (const OpenQuestion& question : input_.questions) {
    const auto in_month = asked_about_.at(question.a);
    const auto row = in_month ? in_month : asked_about_.at(question.b);
    if (!row) {
      continue;
    }
    Change change = question_change(question, rows_[*row].activity);
    if (!dismissed_.contains(change_id(change))) {
      changes_[*row].push_back(std::move(change));
    }
  }
}

Comparison Comparing::finish() {
  add_questions();
  Comparison comparison;
  comparison.month = input_.month;
  if (parts_ == ComparisonParts::changes) {
    for (std::vector<Change>& changes : changes_) {
      std::move(changes.begin(), changes.end(), std::back_inserter(comparison.changes));
    }
    return comparison;
  }
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    comparison.providers.push_back(columns_.rules(column).id);
  }
  std::vector<std::size_t> order(rows_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(rows_[a].start_local, rows_[a].activity) < std::tie(rows_[b].start_local, rows_[b].activity);
  });
  const auto place = [&](const Change& change) {
    return std::pair(columns_.find(change.provider).value_or(columns_.size()), change.kind);
  };
  for (const std::size_t i : order) {
    std::stable_sort(changes_[i].begin(), changes_[i].end(),
                     [&](const Change& a, const Change& b) { return place(a) < place(b); });
    comparison.rows.push_back(std::move(rows_[i]));
    std::move(changes_[i].begin(), changes_[i].end(), std::back_inserter(comparison.changes));
  }
  return comparison;
}

Comparison compare(const PlanInput& input, std::span<const Workout> workouts) {
  Comparing comparing(input);
  for (const Workout& workout : workouts) {
    comparing.add(workout);
  }
  return comparing.finish();
}

} // namespace tracekit::sync
