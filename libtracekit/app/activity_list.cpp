// SPDX-License-Identifier: MIT
#include "app/activity_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "app/merged_record.hpp"
#include "app/months.hpp"
#include "base/day_order.hpp"
#include "model/sport.hpp"
#include "sync/workout_view.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

/// What activities are ordered by.
std::tuple<std::int64_t, WallSeconds, ActivityId> place_of(const ListedActivity& activity) {
  return {activity.local_day, activity.start_local.value_or(0), activity.id};
}

/// Nothing when it has no day.
std::optional<ListedActivity> listed(App& app, ActivityId id, const std::vector<Record>& records) {
  const Record merged = merged_view(app, records).record;
  const auto day = local_date(merged, app.home());
  if (!day) {
    return std::nullopt;
  }
  ListedActivity out;
  out.id = id;
  out.local_day = days_of(*day);
  out.start_local = local_start(merged, app.home());
  out.date_only = merged.date_only;
  out.sport = sport_label(merged.sport, merged.sub_sport);
  out.name = merged.name;
  out.distance_m = merged.totals.distance_m;
  out.duration_s = sync::duration_of(merged);
  for (const Record& record : records) {
    if (!record.deleted_at && (out.providers.empty() || out.providers.back() != record.key.provider)) {
      out.providers.push_back(record.key.provider);
    }
  }
  return out;
}

std::optional<ListedActivity> listed(App& app, ActivityId id) {
  std::vector<Record> records;
  for (store::LinkedRecord& linked : app.mine().records.of_activity(id)) {
    records.push_back(std::move(linked.record));
  }
  return listed(app, id, records);
}

std::vector<ListedActivity> of_month(App& app, Month month) {
  std::vector<ListedActivity> activities;
  for_each_workout(app, month, store::RecordParts::compared, [&](const sync::Workout& workout) {
    if (auto one = listed(app, workout.activity.id, workout.records)) {
      activities.push_back(std::move(*one));
    }
  });
  return activities;
}

/// The nearest activity on one side of another, among those of its day and then of ever longer stretches.
std::optional<ActivityId> nearest(App& app, const ListedActivity& to, bool later) {
  constexpr std::int64_t stretches[] = {0, 7, 60, 400, 4000, 40000}; // days; what is far has few in between
  const auto is_beyond = [&](const ListedActivity& one) {
    return later ? place_of(one) > place_of(to) : place_of(one) < place_of(to);
  };
  std::int64_t reached = -1;
  for (const std::int64_t days : stretches) {
    const std::int64_t near = reached + 1;
    reached = days;
    const auto found = later ? app.mine().activities.in_days(to.local_day + near, to.local_day + days)
                             : app.mine().activities.in_days(to.local_day - days, to.local_day - near);
    // They come by day; of the nearest day that has any, their starts decide.
    std::optional<ListedActivity> best;
    for (std::size_t i = 0; i < found.size(); ++i) {
      const Activity& activity = later ? found[i] : found[found.size() - 1 - i];
      const auto one = listed(app, activity.id);
      if (!one || !is_beyond(*one)) {
        continue;
      }
      if (best && one->local_day != best->local_day) {
        break;
      }
      if (!best || (later ? place_of(*one) < place_of(*best) : place_of(*one) > place_of(*best))) {
        best = one;
      }
    }
    if (best) {
      return best->id;
    }
  }
  return std::nullopt;
}

} // namespace

std::vector<ListedActivity> list_activities(App& app, const ActivityListFilter& filter) {
  check_day_order(filter.from, filter.to);
  std::optional<ListedActivity> before;
  if (filter.before) {
    const auto id = app.mine().activities.resolve(*filter.before);
    before = id ? listed(app, *id) : std::nullopt;
    if (!before) {
      throw Error(ErrorKind::not_found, fmt::format("there is no activity {}", *filter.before));
    }
  }
  std::vector<ListedActivity> out;
  const auto range = app.mine().month_summaries.range(); // asking the records would go through all of them
  if (!range) {
    return out;
  }
  const Month first = filter.from ? std::max(Month::of(*filter.from), range->first) : range->first;
  Month last = filter.to ? std::min(Month::of(*filter.to), range->second) : range->second;
  if (before) {
    last = std::min(last, Month::of(date_of_days(before->local_day)));
  }
  for (Month month = last; month >= first && out.size() < filter.limit; month = month.plus(-1)) {
    std::vector<ListedActivity> activities = of_month(app, month);
    std::erase_if(activities, [&](const ListedActivity& one) {
      return (filter.from && one.local_day < days_of(*filter.from)) ||
             (filter.to && one.local_day > days_of(*filter.to)) || (before && place_of(one) >= place_of(*before));
    });
    std::ranges::sort(activities, [](const auto& a, const auto& b) { return place_of(a) > place_of(b); });
    std::move(activities.begin(), activities.end(), std::back_inserter(out));
  }
  out.resize(std::min(out.size(), filter.limit));
  return out;
}

Neighbours neighbours_of(App& app, ActivityId id) {
  const auto here = listed(app, id);
  return here ? Neighbours{nearest(app, *here, false), nearest(app, *here, true)} : Neighbours{};
}

json to_json(const std::vector<ListedActivity>& activities) {
  const auto number = [](const std::optional<double>& value) { return value ? json(*value) : json(nullptr); };
  json out = json::array();
  for (const ListedActivity& one : activities) {
    out.push_back({{"id", one.id},
                   {"start_local", !one.start_local ? json(nullptr)
                                   : one.date_only  ? json(format_date(date_of_wall(*one.start_local)))
                                                    : json(format_wall(*one.start_local))},
                   {"sport", one.sport},
                   {"name", one.name},
                   {"distance_m", number(one.distance_m)},
                   {"duration_s", number(one.duration_s)},
                   {"providers", one.providers}});
  }
  return {{"activities", std::move(out)}};
}

} // namespace tracekit::app
