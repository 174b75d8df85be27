// SPDX-License-Identifier: MIT
#include "app/activity_view.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "app/judgement.hpp"
#include "app/months.hpp"
#include "base/text.hpp"
#include "model/record_json.hpp"
#include "store/lap_codec.hpp"
#include "store/stream_codec.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

json link_json(const Link& link) {
  return {{"kind", to_string(link.kind)},
          {"role", to_string(link.role)},
          {"score", link.score},
          {"evidence", to_json(link.evidence)}};
}

void load_streams(App& app, ActivityView& view) {
  for (const Record& record : view.records) {
    if (const auto stored = app.mine().streams.load(record.key)) {
      view.streams_of = record.key;
      view.streams = store::decode_streams(stored->columns);
      view.laps = store::decode_laps(stored->detail).laps;
      return;
    }
  }
}

} // namespace

std::vector<ActivityId> find_activities(App& app, const std::string& which) {
  refresh_touched_months(app);
  std::vector<ActivityId> ids;
  if (which.empty()) {
    if (const auto latest = app.mine().activities.latest()) {
      ids.push_back(latest->id);
    }
  } else if (const auto date = parse_date(which)) {
    for (const Activity& activity : app.mine().activities.in_days(days_of(*date), days_of(*date))) {
      ids.push_back(activity.id);
    }
  } else if (const auto id = parse_integer(which)) {
    if (const auto activity = app.mine().activities.find(*id)) {
      ids.push_back(activity->id);
    }
  } else {
    throw Error(ErrorKind::usage, fmt::format("\"{}\" is neither an activity's number nor a date", which),
                "write a date as YYYY-MM-DD, for example 2025-08-03");
  }
  if (ids.empty()) {
    throw Error(ErrorKind::not_found,
                which.empty() ? "there is no activity yet" : fmt::format("there is no activity {}", which),
                "`tracekit activities` lists them");
  }
  return ids;
}

ActivityView view_activity(App& app, ActivityId id) {
  ActivityView view;
  const auto activity = app.mine().activities.find(id);
  if (!activity) {
    throw Error(ErrorKind::not_found, fmt::format("there is no activity {}", id));
  }
  view.activity.id = activity->id;
  for (store::LinkedRecord& linked : app.mine().records.of_activity(activity->id)) {
    view.activity.links.push_back(std::move(linked.link));
    view.records.push_back(std::move(linked.record));
  }
  load_streams(app, view);
  return view;
}

void for_each_activity(App& app, const std::function<void(const Activity&, const std::vector<Record>&)>& take) {
  refresh_touched_months(app);
  const auto days = app.mine().records.day_range();
  for (Month month = days ? Month::of(date_of_days(days->first)) : Month{};
       days && month <= Month::of(date_of_days(days->second)); month = month.plus(1)) {
    app.cancellation().check();
    for_each_workout(app, month, store::RecordParts::all,
                     [&](const sync::Workout& workout) { take(workout.activity, workout.records); });
  }
  for (const Record& record : app.mine().records.without_day()) {
    if (const auto id = app.mine().activities.of_record(record.key)) {
      take({*id, {{record.key, LinkKind::founder, LinkRole::member, 0, {}}}}, {record});
    }
  }
}

json activity_json(const Activity& activity, const std::vector<Record>& records) {
  json out = {{"id", activity.id}, {"records", json::array()}};
  for (std::size_t i = 0; i < records.size(); ++i) {
    json record = to_json(records[i]);
    record["link"] = link_json(activity.links[i]);
    out["records"].push_back(std::move(record));
  }
  return out;
}

json to_json(const ActivityView& view) {
  json out = activity_json(view.activity, view.records);
  out["laps"] = json::array();
  for (const Lap& lap : view.laps) {
    const auto number = [](const std::optional<double>& value) { return value ? json(*value) : json(nullptr); };
    out["laps"].push_back({{"start", lap.start_ms ? json(format_utc_ms(*lap.start_ms)) : json(nullptr)},
                           {"timer_s", number(lap.totals.timer_s)},
                           {"elapsed_s", number(lap.totals.elapsed_s)},
                           {"distance_m", number(lap.totals.distance_m)},
                           {"avg_hr", number(lap.totals.avg_hr)},
                           {"avg_power", number(lap.totals.avg_power)}});
  }
  out["channels"] = json::array();
  for (const Channel& channel : view.streams.channels) {
    out["channels"].push_back({{"name", channel.name}, {"unit", channel.unit}});
  }
  out["samples"] = view.streams.size();
  return out;
}

std::vector<std::optional<double>> downsampled(const Channel& channel, std::size_t slices) {
  std::vector<std::optional<double>> out(slices);
  const std::size_t count = channel.values.size();
  for (std::size_t slice = 0; slice < slices; ++slice) {
    double sum = 0;
    std::size_t found = 0;
    for (std::size_t i = slice * count / slices; i < (slice + 1) * count / slices; ++i) {
      if (const auto value = channel.at(i)) {
        sum += *value;
        ++found;
      }
    }
    if (found > 0) {
      out[slice] = sum / static_cast<double>(found);
    }
  }
  return out;
}

} // namespace tracekit::app
