// SPDX-License-Identifier: MIT
#include "app/apply_changes.hpp"

#include <fmt/format.h>

#include <set>

#include "app/months.hpp"
#include "app/provider_locks.hpp"
#include "app/sync_month.hpp"
#include "sync/change_id.hpp"

namespace tracekit::app {
namespace {

/// A change that is not in the plan: this job, interrupted before, may have done it already.
AppliedChange outside_the_plan(App& app, const std::string& id) {
  AppliedChange result;
  const auto entry = app.mine().journal.find_change(id);
  result.done = entry && entry->outcome == store::Outcome::done && !entry->undone_at;
  if (!result.done) {
    result.message = fmt::format("{} is no longer proposed: look at the month again", id);
  }
  return result;
}

AppliedChange refused(const sync::Change& change) {
  AppliedChange result;
  result.change = change;
  result.message = change.blocked.empty() ? "a notice cannot be applied" : change.blocked;
  return result;
}

} // namespace

std::vector<AppliedChange> apply_changes(App& app, Month month, const std::vector<std::string>& ids, bool really_all,
                                         const ChangeHeard& heard) {
  const ProviderLocks locks = lock_for_changes(app);
  for (const std::string& sentence : resolve_open_intents(app)) {
    app.progress().note(sentence);
  }
  refresh_touched_months(app);
  sync::Comparison comparison = compare_month(app, month);
  std::set<std::string> missing(ids.begin(), ids.end());
  std::erase_if(comparison.changes,
                [&](const sync::Change& change) { return missing.erase(sync::change_id(change)) == 0; });
  if (const auto unusual = unusual_extent(comparison); !unusual.empty() && !really_all) {
    throw Error(ErrorKind::conflict, fmt::format("nothing was applied: {}", fmt::join(unusual, "; ")),
                "say so expressly (really_all) if that is what you want");
  }
  std::vector<AppliedChange> results;
  ChangeApplier applier(app);
  for (const sync::Change& change : comparison.changes) {
    app.cancellation().check();
    const bool applicable = change.blocked.empty() && change.kind != sync::ChangeKind::duplicate;
    results.push_back(applicable ? applier.apply(change) : refused(change));
    heard(sync::change_id(change), results.back());
    app.progress().advance("changes", results.size(), comparison.changes.size());
  }
  applier.finish();
  for (const std::string& id : missing) {
    results.push_back(outside_the_plan(app, id));
    heard(id, results.back());
  }
  return results;
}

} // namespace tracekit::app
