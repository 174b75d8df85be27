// SPDX-License-Identifier: MIT
#include <limits>
#include <nlohmann/json.hpp>

#include "app/activity_list.hpp"
#include "app/activity_page.hpp"
#include "app/activity_streams.hpp"
#include "app/pair_reasons.hpp"
#include "handlers/list.hpp"
#include "handlers/values.hpp"

namespace tracekit::web {
namespace {

constexpr std::int64_t usual_activities = 50;
constexpr std::int64_t most_activities = 200;
constexpr std::int64_t usual_points = 2'000;
constexpr std::int64_t least_points = 16;
constexpr std::int64_t most_points = 20'000;

Response list_activities(Call& call) {
  call.knows_only({"from", "to", "limit", "before"});
  app::ActivityListFilter filter;
  filter.from = asked_day(call, "from");
  filter.to = asked_day(call, "to");
  filter.before = call.asked_number("before", 1, std::numeric_limits<std::int64_t>::max());
  filter.limit = static_cast<std::size_t>(call.asked_number("limit", 1, most_activities).value_or(usual_activities));
  return json_response(app::to_json(app::list_activities(call.app(), filter)));
}

Response show_activity(Call& call) {
  call.knows_only({});
  return json_response(app::to_json(app::activity_page(call.app(), call.number("id"))));
}

Response show_streams(Call& call) {
  call.knows_only({"points", "provider", "record"});
  const auto provider = call.asked("provider");
  const auto record = call.asked("record");
  if (provider.has_value() != record.has_value()) {
    throw Error(ErrorKind::usage, "a record is named by both provider= and record=");
  }
  const auto points = call.asked_number("points", least_points, most_points).value_or(usual_points);
  return json_response(
      app::to_json(app::activity_streams(call.app(), call.number("id"), static_cast<std::size_t>(points),
                                         record ? std::optional(RecordKey{*provider, *record}) : std::nullopt)));
}

Response why_together(Call& call) {
  call.knows_only({});
  const app::ActivityView view = app::view_activity(call.app(), call.number("id"));
  return json_response(app::to_json(app::pair_reasons(call.app(), view.records)));
}

} // namespace

void add_activities(Routes& routes) {
  routes.add("GET", "/api/activities", Access::read, list_activities)
      .says("Activities in a line each, newest first")
      .shapes("listed-activity", "activities")
      .asks("from", "first day, YYYY-MM-DD")
      .asks("to", "last day, YYYY-MM-DD")
      .asks("before", "only older ones than this", Description::Type::integer)
      .asks("limit", "1 to 200", Description::Type::integer);
  routes.add("GET", "/api/activities/{id}", Access::read, show_activity)
      .says("One activity with all its records")
      .shape("activity-page");
  routes.add("GET", "/api/activities/{id}/streams", Access::read, show_streams)
      .says("The samples of an activity, thinned for a chart")
      .shape("streams")
      .asks("points", "16 to 20000", Description::Type::integer)
      .asks("provider", "of the record whose samples they are")
      .asks("record", "its id");
  routes.add("GET", "/api/activities/{id}/why", Access::read, why_together)
      .says("What tells for and against every two of its records being one workout")
      .shapes("compared-pair", "pairs");
}

} // namespace tracekit::web
