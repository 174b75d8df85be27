// SPDX-License-Identifier: MIT
#include "app/activity_page.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace tracekit::app {
namespace {

using nlohmann::json;

std::vector<store::Verdict> verdicts_about(App& app, const std::vector<Record>& records) {
  std::vector<store::Verdict> verdicts;
  for (const Record& record : records) {
    for (store::Verdict& verdict : app.mine().verdicts.about(record.key)) {
      if (std::ranges::find(verdicts, verdict) == verdicts.end()) { // one between two of them is about both
        verdicts.push_back(std::move(verdict));
      }
    }
  }
  return verdicts;
}

json key_json(const RecordKey& key) { return {{"provider", key.provider}, {"id", key.id}}; }

json id_json(const std::optional<ActivityId>& id) { return id ? json(*id) : json(nullptr); }

} // namespace

ActivityPage activity_page(App& app, ActivityId id) {
  ActivityPage page;
  page.view = view_activity(app, id);
  if (page.view.activity.id != id) {
    page.asked_as = id;
  }
  page.merged = merged_view(app, page.view.records);
  page.originals = originals_of(app, page.view.records);
  page.verdicts = verdicts_about(app, page.view.records);
  page.neighbours = neighbours_of(app, page.view.activity.id);
  return page;
}

json to_json(const ActivityPage& page) {
  json out = to_json(page.view);
  out["merged"] = to_json(page.merged);
  out["alias_of"] = id_json(page.asked_as);
  out["originals"] = to_json(page.originals);
  out["verdicts"] = json::array();
  for (const store::Verdict& verdict : page.verdicts) {
    out["verdicts"].push_back({{"a", key_json(verdict.a)},
                               {"b", key_json(verdict.b)},
                               {"verdict", store::to_string(verdict.kind)},
                               {"said_at", format_utc(verdict.said_at)}});
  }
  out["neighbours"] = {{"previous", id_json(page.neighbours.previous)}, {"next", id_json(page.neighbours.next)}};
  return out;
}

} // namespace tracekit::app
