// SPDX-License-Identifier: MIT
#include "app/month_matching.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "app/clock_doctor.hpp"
#include "app/identity.hpp"

namespace tracekit::app {
namespace {

/// Records of one workout lie at most 38 hours apart, and so do their own candidates.
constexpr std::int64_t neighbour_days = 4;

struct Days {
  std::int64_t first;
  std::int64_t last;
  [[nodiscard]] bool contain(std::optional<std::int64_t> day) const { return day && *day >= first && *day <= last; }
};

/// Where a record of the window stands now.
struct Place {
  std::optional<std::int64_t> day;       ///< local, with its clock corrected
  std::optional<std::int64_t> local_day; ///< as stored
  std::optional<ActivityId> activity;
  std::optional<std::int64_t> activity_day;
  Link link;
};

/// Whether matching found what is stored.
bool is_same(const match::Member& member, const Link& link) {
  return member.kind == link.kind && member.role == link.role && member.score == link.score &&
         member.evidence == link.evidence;
}

/// What one matching run works on.
struct Window {
  Days inner;                                        ///< the month itself: only what touches it is saved
  std::vector<Record> records;                       ///< those of the month and around it
  std::vector<Place> places;                         ///< parallel to the records
  std::unordered_map<ActivityId, std::size_t> sizes; ///< records of the window by activity

  [[nodiscard]] const Place& place(const match::Member& member) const { return places[member.record]; }
};

/// Takes the record over.
void add(Window& window, store::PlacedRecord& placed) {
  if (placed.activity) {
    ++window.sizes[*placed.activity];
  }
  window.records.push_back(std::move(placed.record));
  window.places.push_back(
      {std::nullopt, placed.local_day, placed.activity, placed.activity_day, std::move(placed.link)});
}

/// Records that a person has joined to one of the window's, however far away they lie, with what they are linked to
/// now.
void add_declared_partners(UserStore& mine, const match::Constraints& constraints, Window& window) {
  if (constraints.same.empty()) {
    return;
  }
  std::set<RecordKey> present;
  for (const Record& record : window.records) {
    present.insert(record.key);
  }
  for (const auto& [a, b] : constraints.same) {
    if (present.contains(a) == present.contains(b)) {
      continue;
    }
    if (const auto activity = mine.activities.of_record(present.contains(a) ? b : a)) {
      mine.records.for_each_of_activity(*activity, [&](store::PlacedRecord& placed) {
        if (present.insert(placed.record.key).second) {
          add(window, placed);
        }
      });
    }
  }
}

/// A record whose day was changed by more than the window holds leaves its activity to those that stayed, or takes it
/// along when it was the only one.
void part_from_far_activities(UserStore& mine, Window& window, Days outer) {
  for (Place& place : window.places) {
    if (!place.activity || outer.contain(place.activity_day) || !outer.contain(place.local_day)) {
      continue;
    }
    bool others_stayed = false;
    mine.records.for_each_of_activity(*place.activity, [&](const store::PlacedRecord& placed) {
      others_stayed =
          others_stayed || std::ranges::find(window.records, placed.record.key, &Record::key) == window.records.end();
    });
    if (others_stayed) {
      --window.sizes[*place.activity];
      place.activity.reset();
    }
  }
}

Window open_window(App& app, Month month, const match::Constraints& constraints) {
  Window window{{days_of(month.first_day()), days_of(month.last_day())}, {}, {}, {}};
  const Days outer{window.inner.first - neighbour_days, window.inner.last + neighbour_days};
  UserStore& mine = app.mine();
  const auto ignored_keys = mine.verdicts.ignored();
  const std::set<RecordKey> ignored(ignored_keys.begin(), ignored_keys.end());
  mine.records.for_each_in_days(outer.first, outer.last, [&](store::PlacedRecord& placed) {
    if (!ignored.contains(placed.record.key)) {
      add(window, placed);
    }
  });
  add_declared_partners(mine, constraints, window);
  part_from_far_activities(mine, window, outer);
  const AcceptedCorrections corrections(app);
  for (std::size_t i = 0; i < window.records.size(); ++i) {
    corrections.apply(window.records[i]);
    if (const auto date = local_date(window.records[i], app.home())) {
      window.places[i].day = days_of(*date);
    }
  }
  return window;
}

bool touches(const match::Group& group, const Window& window) {
  return std::any_of(group.members.begin(), group.members.end(),
                     [&](const match::Member& member) { return window.inner.contain(window.place(member).day); });
}

/// Which groups this month decides about: those that touch it, and those that share an activity with one of these, so
/// that no activity is decided about by halves.
std::vector<bool> groups_to_save(const std::vector<match::Group>& groups, const Window& window) {
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
        const auto activity = window.place(member).activity;
        return activity && activities.contains(*activity);
      };
      if (!(first && touches(groups[i], window)) && std::none_of(members.begin(), members.end(), shares)) {
        continue;
      }
      chosen[i] = grown = true;
      for (const match::Member& member : members) {
        if (const auto activity = window.place(member).activity) {
          activities.insert(*activity);
        }
      }
    }
  }
  return chosen;
}

/// Adds the months besides the window's own that a group reaches into.
void add_neighbours(const match::Group& group, const Window& window, std::set<Month>& months) {
  for (const match::Member& member : group.members) {
    const auto day = window.place(member).day;
    if (day && !window.inner.contain(day)) {
      months.insert(Month::of(date_of_days(*day)));
    }
  }
}

/// The day of the founder, else of the first record that has one. The members are sorted by record.
std::optional<std::int64_t> day_of(const match::Group& group, const Window& window) {
  std::optional<std::int64_t> first;
  for (const match::Member& member : group.members) {
    const auto day = window.place(member).local_day;
    if (day && member.kind == LinkKind::founder) {
      return day;
    }
    first = first ? first : day;
  }
  return first;
}

bool is_as_stored(const match::Group& group, std::optional<ActivityId> id, std::optional<std::int64_t> day,
                  const Window& window) {
  const auto size = id ? window.sizes.find(*id) : window.sizes.end();
  return size != window.sizes.end() && size->second == group.members.size() &&
         std::all_of(group.members.begin(), group.members.end(), [&](const match::Member& member) {
           const Place& place = window.place(member);
           return place.activity == id && place.activity_day == day && is_same(member, place.link);
         });
}

/// Takes over what matching found.
store::MatchedActivity to_store(match::Group& group, std::optional<ActivityId> id, std::optional<std::int64_t> day,
                                const Window& window) {
  store::MatchedActivity activity{id, day, {}};
  activity.links.reserve(group.members.size());
  for (match::Member& member : group.members) {
    activity.links.push_back(
        {window.records[member.record].key, member.kind, member.role, member.score, std::move(member.evidence)});
  }
  return activity;
}

/// Stores what this month decides about, of which it takes the evidence, and returns the other months that it reaches
/// into.
std::set<Month> save_groups(App& app, const Window& window, std::vector<match::Group>& groups) {
  UserStore& mine = app.mine();
  const Identities identities =
      keep_identities(groups, [&](std::uint32_t record) { return window.places[record].activity; });
  const std::vector<bool> chosen = groups_to_save(groups, window);
  std::set<Month> neighbours;
  std::set<ActivityId> kept;
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
      changed.push_back(to_store(groups[i], identities.ids[i], day, window));
    }
  }
  for (const auto& [younger, older] : identities.aliases) {
    if (kept.contains(older)) {
      mine.activities.merge(younger, older);
    }
  }
  mine.activities.save(changed);
  return neighbours;
}

/// A question belongs to the month of its first record.
void save_questions(App& app, const Window& window, const std::vector<match::Question>& questions) {
  std::vector<store::Question> stored;
  for (const match::Question& question : questions) {
    if (const auto day = window.places[question.a].day; window.inner.contain(day)) {
      stored.push_back(
          {0, window.records[question.a].key, window.records[question.b].key, question.score, question.why, *day});
    }
  }
  app.mine().questions.replace(window.inner.first, window.inner.last, stored);
}

/// The groups whose day is in the month. Takes their records out of the window.
std::vector<sync::Workout> take_workouts(const std::vector<match::Group>& groups, Window& window) {
  std::vector<sync::Workout> workouts;
  for (const match::Group& group : groups) {
    if (!window.inner.contain(day_of(group, window))) {
      continue;
    }
    sync::Workout& workout = workouts.emplace_back();
    workout.activity.links.reserve(group.members.size());
    workout.records.reserve(group.members.size());
    for (const match::Member& member : group.members) {
      Record& record = window.records[member.record];
      workout.activity.links.push_back({record.key, member.kind, member.role, member.score, {}});
      workout.records.push_back(std::move(record));
    }
  }
  return workouts;
}

} // namespace

match::Constraints constraints_of(UserStore& mine) {
  match::Constraints constraints;
  for (const store::Verdict& verdict : mine.verdicts.all()) {
    auto& pairs = verdict.kind == store::VerdictKind::same ? constraints.same : constraints.different;
    pairs.emplace_back(verdict.a, verdict.b);
  }
  return constraints;
}

MatchedMonth match_month(App& app, Month month, const match::Constraints& constraints) {
  Window window = open_window(app, month, constraints);
  match::Result result = match::match_records(window.records, constraints, app.home());
  for (match::Group& group : result.groups) {
    std::ranges::sort(group.members, {},
                      [&](const match::Member& m) -> const RecordKey& { return window.records[m.record].key; });
  }
  save_questions(app, window, result.questions);
  MatchedMonth matched;
  matched.neighbours = save_groups(app, window, result.groups);
  matched.workouts = take_workouts(result.groups, window);
  return matched;
}

} // namespace tracekit::app
