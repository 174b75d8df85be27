// SPDX-License-Identifier: MIT
#include "app/dismissal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/months.hpp"
#include "sync/change_id.hpp"
#include "sync/plan_json.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

constexpr std::size_t shortest_id_beginning = 6;

std::vector<json> known_dismissals(App& app) {
  std::vector<json> changes;
  for (const store::Dismissal& dismissal : app.mine().journal.dismissals()) {
    if (!dismissal.change_json.empty()) {
      changes.push_back(json::parse(dismissal.change_json));
    }
  }
  return changes;
}

void mark(App& app, const std::optional<Month>& month) {
  if (month) {
    app.mine().month_summaries.mark_dirty({&*month, 1});
  } else {
    app.mine().month_summaries.mark_all_dirty();
  }
}

/// Nothing when it is not known any more.
std::optional<Month> month_of(App& app, const std::string& id) {
  const std::vector<json> changes = known_dismissals(app);
  const auto found = std::ranges::find_if(changes, [&](const json& one) { return one.value("id", "") == id; });
  const std::string month = found == changes.end() ? "" : found->value("month", "");
  return month.empty() ? std::nullopt : std::optional(Month::parse(month));
}

} // namespace

void dismiss_change(App& app, Month month, const std::string& id) {
  const sync::Comparison comparison = compare_month(app, month);
  const auto found = std::ranges::find_if(comparison.changes,
                                          [&](const sync::Change& change) { return sync::change_id(change) == id; });
  if (found == comparison.changes.end()) {
    throw Error(ErrorKind::not_found, fmt::format("the plan of {} proposes no change {}", month.text(), id),
                "look at the month again");
  }
  json document = sync::to_json(*found);
  document["month"] = month.text();
  auto transaction = app.mine().changing_workouts();
  app.mine().journal.dismiss(id, document.dump(-1, ' ', false, json::error_handler_t::replace), app.now());
  mark(app, month);
  transaction.commit();
  refresh_touched_months(app);
}

void bring_back_change(App& app, const std::string& id) {
  auto transaction = app.mine().changing_workouts();
  const std::optional<Month> month = month_of(app, id);
  if (!app.mine().journal.restore(id)) {
    throw Error(ErrorKind::not_found, fmt::format("no change {} was dismissed", id));
  }
  mark(app, month);
  transaction.commit();
  refresh_touched_months(app);
}

std::optional<std::string> find_dismissed(App& app, std::string_view beginning) {
  std::optional<std::string> found;
  if (beginning.size() < shortest_id_beginning) {
    return found;
  }
  for (store::Dismissal& dismissal : app.mine().journal.dismissals()) {
    if (dismissal.change_id.starts_with(beginning)) {
      if (found) {
        throw Error(ErrorKind::usage, fmt::format("several dismissed changes begin with \"{}\"", beginning),
                    "write more of the id that `tracekit history --dismissed` shows");
      }
      found = std::move(dismissal.change_id);
    }
  }
  return found;
}

json dismissed_changes(App& app) {
  json out = json::array();
  for (const store::Dismissal& dismissal : app.mine().journal.dismissals()) {
    out.push_back(dismissal.change_json.empty() ? json{{"id", dismissal.change_id}}
                                                : json::parse(dismissal.change_json));
  }
  return {{"dismissed", std::move(out)}};
}

} // namespace tracekit::app
