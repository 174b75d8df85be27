// SPDX-License-Identifier: MIT
#include "app/month_matching.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "app/identity.hpp"

namespace tracekit::app {
namespace {

/// Whether matching found what is stored.
bool is_same(const match::Group& group, const match::Member& member, const store::NumberedLink& link) {
  return member.kind == link.kind && member.role == link.role && member.score == link.score &&
         std::ranges::equal(group.reasons_of(member), link.evidence);
}

bool touches(const match::Group& group, const MatchingWindow& window) {
  return std::any_of(group.members.begin(), group.members.end(),
                     [&](const match::Member& member) { return window.inner.contain(window.day(member)); });
}

/// Which groups this month decides about: those that touch it, and those that share an activity with one of these, so
/// that no activity is decided about by halves.
std::vector<bool> groups_to_save(const std::vector<match::Group>& groups, const MatchingWindow& window) {
  std::vector<bool> chosen(groups.size());
  std::unordered_set<ActivityId> activities;
  bool grown = true;
  for (bool first = true; grown; first = false) {
    grown = false;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (chosen[i]) {
        continue;
      }
      const auto& members = groups[i].members;
      const auto shares = [&](const match::Member& member) {
        const auto activity = window.activity(member);
        return activity && activities.contains(*activity);
      };
      if (!(first && touches(groups[i], window)) && std::none_of(members.begin(), members.end(), shares)) {
        continue;
      }
      chosen[i] = grown = true;
      for (const match::Member& member : members) {
        if (const auto activity = window.activity(member)) {
          activities.insert(*activity);
        }
      }
    }
  }
  return chosen;
}

/// Adds the months besides the window's own that a group reaches into.
void add_neighbours(const match::Group& group, const MatchingWindow& window, std::set<Month>& months) {
  for (const match::Member& member : group.members) {
    const auto day = window.day(member);
    if (day && !window.inner.contain(day)) {
      months.insert(Month::of(date_of_days(*day)));
    }
  }
}

/// The day of the founder, else of the first record that has one. The members are sorted by record.
std::optional<std::int64_t> day_of(const match::Group& group, const MatchingWindow& window) {
  std::optional<std::int64_t> first;
  for (const match::Member& member : group.members) {
    const auto day = window.placement(member).local_day;
    if (day && member.kind == LinkKind::founder) {
      return day;
    }
    first = first ? first : day;
  }
  return first;
}

bool is_as_stored(const match::Group& group, std::optional<ActivityId> id, std::optional<std::int64_t> day,
                  const MatchingWindow& window) {
  const auto size = id ? window.sizes.find(*id) : window.sizes.end();
  return size != window.sizes.end() && size->second == group.members.size() &&
         std::all_of(group.members.begin(), group.members.end(), [&](const match::Member& member) {
           const store::Placement& place = window.placement(member);
           return window.activity(member) == id && place.activity_day == day && is_same(group, member, place.link);
         });
}

store::MatchedActivity to_store(const match::Group& group, std::optional<ActivityId> id,
                                std::optional<std::int64_t> day, const MatchingWindow& window) {
  store::MatchedActivity activity{id, day, {}};
  activity.links.reserve(group.members.size());
  for (const match::Member& member : group.members) {
    const auto reasons = group.reasons_of(member);
    activity.links.push_back({window.placement(member).link.record, member.kind, member.role, member.score,
                              std::vector<Evidence>(reasons.begin(), reasons.end())});
  }
  return activity;
}

/// Stores what this month decides about, and returns the other months that it reaches into.
std::set<Month> save_groups(App& app, MatchingWindow& window, const std::vector<match::Group>& groups) {
  UserStore& mine = app.mine();
  const Identities identities =
      keep_identities(groups, [&](std::uint32_t record) { return window.activities[record]; });
  const std::vector<bool> chosen = groups_to_save(groups, window);
  std::set<Month> neighbours;
  std::set<ActivityId> kept;
  std::vector<std::size_t> places;
  std::vector<store::MatchedActivity> changed;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (!chosen[i]) {
      continue;
    }
    add_neighbours(groups[i], window, neighbours);
    if (identities.ids[i]) {
      kept.insert(*identities.ids[i]);
    }
    const auto day = day_of(groups[i], window);
    if (!is_as_stored(groups[i], identities.ids[i], day, window)) {
      places.push_back(i);
      changed.push_back(to_store(groups[i], identities.ids[i], day, window));
    }
  }
  for (const auto& [younger, older] : identities.aliases) {
    if (kept.contains(older)) {
      mine.activities.merge(younger, older);
      window.note_merged(younger, older);
    }
  }
  mine.activities.save(changed);
  for (std::size_t i = 0; i < changed.size(); ++i) {
    window.note_saved(groups[places[i]], changed[i]);
  }
  return neighbours;
}

/// A question belongs to the month of its first record.
void save_questions(App& app, const MatchingWindow& window, const std::vector<match::Question>& questions) {
  std::vector<store::Question> stored;
  for (const match::Question& question : questions) {
    if (const auto day = window.days[question.a]; window.inner.contain(day)) {
      const std::vector<Record>& records = window.found.records;
      stored.push_back({0, records[question.a].key, records[question.b].key, question.score, question.why, *day});
    }
  }
  app.mine().questions.replace(window.inner.first, window.inner.last, stored);
}

} // namespace

MonthMatching::MonthMatching(App& app) : app_(app), words_(app), window_(app, words_) {}

std::set<Month> MonthMatching::match(Month month) {
  window_.open(month);
  result_ = match::match_records(window_.found.records, words_.constraints, app_.home());
  for (match::Group& group : result_.groups) {
    std::ranges::sort(group.members, {},
                      [&](const match::Member& member) -> const RecordKey& { return window_.record(member).key; });
  }
  save_questions(app_, window_, result_.questions);
  return save_groups(app_, window_, result_.groups);
}

void MonthMatching::for_each_workout(const std::function<void(const sync::Workout&)>& take) {
  sync::Workout workout;
  for (const match::Group& group : result_.groups) {
    if (!window_.inner.contain(day_of(group, window_))) {
      continue;
    }
    workout.activity.links.clear();
    workout.records.clear();
    for (const match::Member& member : group.members) {
      Record& record = window_.found.records[member.record];
      workout.activity.links.push_back({record.key, member.kind, member.role, member.score, {}});
      workout.records.push_back(std::move(record));
    }
    take(workout);
    for (std::size_t i = 0; i < group.members.size(); ++i) {
      window_.found.records[group.members[i].record] = std::move(workout.records[i]);
    }
  }
}

} // namespace tracekit::app
