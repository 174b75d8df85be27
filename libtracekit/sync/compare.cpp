// SPDX-License-Identifier: MIT
#include "sync/compare.hpp"

#include <algorithm>
#include <iterator>
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

Comparing::Place Comparing::place(const Change& change) const {
  return {columns_.find(change.provider).value_or(columns_.size()), change.kind};
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
  proposed_.clear();
  const Proposals proposals{input_, dismissed_, view, proposed_};
  propose_names(proposals);
  propose_equipment(proposals);
  propose_metadata(proposals);
  propose_additions(proposals);
  propose_downloads(proposals);
  notice_duplicates(proposals);
  keep_in_order();
}

/// By provider, then kind. A change is large: places are sorted, and each change is moved once.
void Comparing::keep_in_order() {
  std::vector<std::pair<Place, std::size_t>> order;
  order.reserve(proposed_.size());
  for (std::size_t i = 0; i < proposed_.size(); ++i) {
    order.emplace_back(place(proposed_[i]), i);
  }
  std::ranges::sort(order);
  for (const auto& [where, i] : order) {
    changes_.push_back(std::move(proposed_[i]));
  }
  ends_.push_back(changes_.size());
}

/// Questions stand with the workout of the one record or, where that is not in the month, of the other.
std::map<std::size_t, std::vector<Change>> Comparing::questions_by_row() const {
  std::map<std::size_t, std::vector<Change>> by_row;
  for (const OpenQuestion& question : input_.questions) {
    const auto in_month = asked_about_.at(question.a);
    const auto row = in_month ? in_month : asked_about_.at(question.b);
    if (!row) {
      continue;
    }
    Change change = question_change(question, rows_[*row].activity);
    if (dismissed_.empty() || !dismissed_.contains(change_id(change))) {
      by_row[*row].push_back(std::move(change));
    }
  }
  return by_row;
}

Comparison Comparing::finish() {
  std::map<std::size_t, std::vector<Change>> questions = questions_by_row();
  Comparison comparison;
  comparison.month = input_.month;
  std::vector<Change>& changes = comparison.changes;
  changes.reserve(changes_.size() + input_.questions.size());
  std::vector<std::size_t> order(rows_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(rows_[a].start_local, rows_[a].activity) < std::tie(rows_[b].start_local, rows_[b].activity);
  });
  for (const std::size_t row : order) {
    const auto begin = changes_.begin() + static_cast<std::ptrdiff_t>(row == 0 ? 0 : ends_[row - 1]);
    const auto end = changes_.begin() + static_cast<std::ptrdiff_t>(ends_[row]);
    const auto first = static_cast<std::ptrdiff_t>(changes.size());
    std::move(begin, end, std::back_inserter(changes));
    if (const auto asked = questions.find(row); asked != questions.end()) {
      std::move(asked->second.begin(), asked->second.end(), std::back_inserter(changes));
      std::stable_sort(changes.begin() + first, changes.end(),
                       [&](const Change& a, const Change& b) { return place(a) < place(b); });
    }
  }
  if (parts_ == ComparisonParts::all) {
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      comparison.providers.push_back(columns_.rules(column).id);
    }
    comparison.rows.reserve(rows_.size());
    std::ranges::transform(order, std::back_inserter(comparison.rows),
                           [&](std::size_t row) { return std::move(rows_[row]); });
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
