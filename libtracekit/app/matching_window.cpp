// SPDX-License-Identifier: MIT
#include "app/matching_window.hpp"

#include <algorithm>

namespace tracekit::app {
namespace {

/// Records of one workout lie at most 38 hours apart, and so do their own candidates.
constexpr std::int64_t neighbour_days = 4;

match::Constraints constraints_of(UserStore& mine) {
  match::Constraints constraints;
  for (const store::Verdict& verdict : mine.verdicts.all()) {
    auto& pairs = verdict.kind == store::VerdictKind::same ? constraints.same : constraints.different;
    pairs.emplace_back(verdict.a, verdict.b);
  }
  return constraints;
}

std::set<RecordKey> ignored_of(UserStore& mine) {
  const std::vector<RecordKey> keys = mine.verdicts.ignored();
  return {keys.begin(), keys.end()};
}

} // namespace

MatchingWords::MatchingWords(App& app)
    : constraints(constraints_of(app.mine())), ignored(ignored_of(app.mine())), corrections(app) {}

void MatchingWindow::open(Month month) {
  inner = {days_of(month.first_day()), days_of(month.last_day())};
  const Days outer{inner.first - neighbour_days, inner.last + neighbour_days};
  const std::int64_t first_unread = keep_what_is_known(outer);
  outer_ = outer;
  const std::size_t known = found.records.size();
  app_.mine().records.add_of_days(first_unread, outer.last, found);
  if (!words_.ignored.empty()) {
    keep(known, [&](std::size_t i) { return !words_.ignored.contains(found.records[i].key); });
  }
  add_declared_partners();
  std::for_each(found.records.begin() + static_cast<std::ptrdiff_t>(known), found.records.end(),
                [&](Record& record) { words_.corrections.apply(record); });
  find_where_they_stand();
  part_from_far_activities();
}

/// Keeps the records, from the `first` on, for which `stays(place)` holds.
void MatchingWindow::keep(std::size_t first, const std::function<bool(std::size_t)>& stays) {
  std::size_t kept = first;
  for (std::size_t i = first; i < found.records.size(); ++i) {
    if (stays(i)) {
      if (kept != i) {
        found.records[kept] = std::move(found.records[i]);
        found.placements[kept] = std::move(found.placements[i]);
      }
      ++kept;
    }
  }
  found.records.resize(kept);
  found.placements.resize(kept);
}

/// What both this window and the next one hold stays; it is stored as it is known here. Returns the first day that must
/// be read.
std::int64_t MatchingWindow::keep_what_is_known(Days outer) {
  const Days known{outer.first, outer_.last};
  const bool follows = outer_.contain(outer.first) && !outer_.contain(outer.last);
  keep(0, [&](std::size_t i) { return follows && known.contain(found.placements[i].local_day); });
  return follows ? known.last + 1 : outer.first;
}

/// Records that a person has joined to one of the window's, however far away they lie, with what they are linked to
/// now.
void MatchingWindow::add_declared_partners() {
  if (words_.constraints.same.empty()) {
    return;
  }
  std::set<RecordKey> present;
  for (const Record& record : found.records) {
    present.insert(record.key);
  }
  for (const auto& [a, b] : words_.constraints.same) {
    if (present.contains(a) == present.contains(b)) {
      continue;
    }
    if (const auto activity = app_.mine().activities.of_record(present.contains(a) ? b : a)) {
      store::PlacedRecords partners;
      app_.mine().records.add_of_activity(*activity, partners);
      for (std::size_t i = 0; i < partners.records.size(); ++i) {
        if (present.insert(partners.records[i].key).second) {
          found.records.push_back(std::move(partners.records[i]));
          found.placements.push_back(std::move(partners.placements[i]));
        }
      }
    }
  }
}

void MatchingWindow::find_where_they_stand() {
  days.clear();
  activities.clear();
  sizes.clear();
  for (std::size_t i = 0; i < found.records.size(); ++i) {
    const auto date = local_date(found.records[i], app_.home());
    days.push_back(date ? std::optional(days_of(*date)) : std::nullopt);
    activities.push_back(found.placements[i].activity);
    if (activities.back()) {
      ++sizes[*activities.back()];
    }
  }
}

/// A record whose day was changed by more than the window holds leaves its activity to those that stayed, or takes it
/// along when it was the only one.
void MatchingWindow::part_from_far_activities() {
  for (std::size_t i = 0; i < found.records.size(); ++i) {
    const store::Placement& place = found.placements[i];
    if (!place.activity || outer_.contain(place.activity_day) || !outer_.contain(place.local_day)) {
      continue;
    }
    store::PlacedRecords all;
    app_.mine().records.add_of_activity(*place.activity, all);
    const bool others_stayed = std::ranges::any_of(all.records, [&](const Record& record) {
      return std::ranges::find(found.records, record.key, &Record::key) == found.records.end();
    });
    if (others_stayed) {
      --sizes[*place.activity];
      activities[i].reset();
    }
  }
}

void MatchingWindow::note_saved(const match::Group& group, store::MatchedActivity& activity) {
  for (std::size_t i = 0; i < group.members.size(); ++i) {
    store::Placement& placement = found.placements[group.members[i].record];
    placement.activity = activity.id;
    placement.activity_day = activity.local_day;
    placement.link = std::move(activity.links[i]);
  }
}

void MatchingWindow::note_merged(ActivityId younger, ActivityId older) {
  for (store::Placement& placement : found.placements) {
    if (placement.activity == younger) {
      placement.activity = older;
    }
  }
}

} // namespace tracekit::app
