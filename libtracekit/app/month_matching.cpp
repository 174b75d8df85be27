// SPDX-License-Identifier: MIT
#include "app/month_matching.hpp"

#include <algorithm>
#include <map>
#include <optional>
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

/// What one matching run works on.
struct Window {
  Days inner;                  ///< the month itself: only what touches it is saved
  std::vector<Record> records; ///< those of the month and around it
  std::vector<Place> places;   ///< parallel to the records
  std::map<RecordKey, std::size_t> positions;
  std::unordered_map<ActivityId, std::size_t> sizes; ///< records of the window by activity

  [[nodiscard]] const Place& place(const RecordKey& key) const { return places[positions.at(key)]; }
};

/// Takes the record over.
void add(Window& window, store::PlacedRecord& placed) {
  if (!window.positions.emplace(placed.record.key, window.records.size()).second) {
    return;
  }
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
  for (const auto& [a, b] : constraints.same) {
    if (window.positions.contains(a) == window.positions.contains(b)) {
      continue;
    }
    if (const auto activity = mine.activities.of_record(window.positions.contains(a) ? b : a)) {
      mine.records.for_each_of_activity(*activity, [&](store::PlacedRecord& placed) { add(window, placed); });
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
      others_stayed = others_stayed || !window.positions.contains(placed.record.key);
    });
    if (others_stayed) {
      --window.sizes[*place.activity];
      place.activity.reset();
    }
  }
}

Window open_window(App& app, Month month, const match::Constraints& constraints) {
  Window window{{days_of(month.first_day()), days_of(month.last_day())}, {}, {}, {}, {}};
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
  return std::any_of(group.links.begin(), group.links.end(),
                     [&](const Link& link) { return window.inner.contain(window.place(link.record).day); });
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
      const auto& links = groups[i].links;
      const bool shares = std::any_of(links.begin(), links.end(), [&](const Link& link) {
        const auto activity = window.place(link.record).activity;
        return activity && activities.contains(*activity);
      });
      if (chosen[i] || (!shares && !(first && touches(groups[i], window)))) {
        continue;
      }
      chosen[i] = grown = true;
      for (const Link& link : links) {
        if (const auto activity = window.place(link.record).activity) {
          activities.insert(*activity);
        }
      }
    }
  }
  return chosen;
}

/// Adds the months besides the window's own that a group reaches into.
void add_neighbours(const match::Group& group, const Window& window, std::set<Month>& months) {
  for (const Link& link : group.links) {
    const auto day = window.place(link.record).day;
    if (day && !window.inner.contain(day)) {
      months.insert(Month::of(date_of_days(*day)));
    }
  }
}

/// The day of the founder, else of the first record that has one. The links are sorted by record.
std::optional<std::int64_t> day_of(const std::vector<Link>& links, const Window& window) {
  std::optional<std::int64_t> first;
  for (const Link& link : links) {
    const auto day = window.place(link.record).local_day;
    if (day && link.kind == LinkKind::founder) {
      return day;
    }
    first = first ? first : day;
  }
  return first;
}

bool is_as_stored(const store::MatchedActivity& activity, const Window& window) {
  const auto size = activity.id ? window.sizes.find(*activity.id) : window.sizes.end();
  return size != window.sizes.end() && size->second == activity.links.size() &&
         std::all_of(activity.links.begin(), activity.links.end(), [&](const Link& link) {
           const Place& place = window.place(link.record);
           return place.activity == activity.id && place.activity_day == activity.local_day && place.link == link;
         });
}

/// Stores what this month decides about, and returns the other months that it reaches into.
std::set<Month> save_groups(App& app, const Window& window, std::vector<match::Group> groups) {
  UserStore& mine = app.mine();
  const Identities identities =
      keep_identities(groups, [&](const RecordKey& key) { return window.place(key).activity; });
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
    const auto day = day_of(groups[i].links, window);
    store::MatchedActivity activity{identities.ids[i], day, std::move(groups[i].links)};
    if (!is_as_stored(activity, window)) {
      changed.push_back(std::move(activity));
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
    if (const auto day = window.place(question.a).day; window.inner.contain(day)) {
      stored.push_back({0, question.a, question.b, question.score, question.why, *day});
    }
  }
  app.mine().questions.replace(window.inner.first, window.inner.last, stored);
}

/// The groups whose day is in the month, with copies of their links.
std::vector<sync::Workout> workouts_of(const std::vector<match::Group>& groups, const Window& window) {
  std::vector<sync::Workout> workouts;
  for (const match::Group& group : groups) {
    if (!window.inner.contain(day_of(group.links, window))) {
      continue;
    }
    sync::Workout& workout = workouts.emplace_back();
    for (const Link& link : group.links) {
      workout.activity.links.push_back({link.record, link.kind, link.role, link.score, {}});
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
    std::sort(group.links.begin(), group.links.end(), [](const Link& a, const Link& b) { return a.record < b.record; });
  }
  save_questions(app, window, result.questions);
  MatchedMonth matched{workouts_of(result.groups, window), {}};
  matched.neighbours = save_groups(app, window, std::move(result.groups));
  for (sync::Workout& workout : matched.workouts) {
    for (const Link& link : workout.activity.links) {
      workout.records.push_back(std::move(window.records[window.positions.at(link.record)]));
    }
  }
  return matched;
}

} // namespace tracekit::app
