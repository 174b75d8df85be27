// SPDX-License-Identifier: MIT
#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include <fmt/format.h>

#include "sync/proposals.hpp"

namespace tracekit::sync {
namespace {

/// Whether a file that a device wrote stands behind the record at this provider.
bool has_file(const WorkoutView& view, std::size_t column) {
  const ProviderRules& rules = view.columns().rules(column);
  const Holding& holding = view.holding(column);
  const bool gives = rules.has_source_files || rules.can_store_file;
  return gives && !rules.write_only && holding.present() &&
         std::all_of(holding.shown.begin(), holding.shown.end(), [&](const Record* record) {
           return view.may_leave(*record) && !record->manual && !record->date_only;
         });
}

/// The provider whose source files are best: whole before in parts, then by priority.
std::optional<std::size_t> best_source(const WorkoutView& view, bool stored_files_too) {
  std::optional<std::size_t> best;
  for (std::size_t column = 0; column < view.columns().size(); ++column) {
    const bool eligible = has_file(view, column) && (stored_files_too || !view.columns().rules(column).can_store_file);
    if (eligible && (!best || view.holding(column).shown.size() < view.holding(*best).shown.size())) {
      best = column;
    }
  }
  return best;
}

Change creation(ChangeKind kind, const ProviderRules& rules, const Record& source, const WorkoutView& view) {
  Change change;
  change.kind = kind;
  change.provider = rules.id;
  change.target = {rules.id, ""};
  change.source = source.key;
  change.new_value = view.description();
  return change;
}

/// The record that says most of the workout and may be copied; nothing when all of it belongs to write-only providers.
const Record* best_record(const WorkoutView& view) {
  if (view.name_authority()) {
    return &view.holding(*view.name_authority()).first();
  }
  const std::vector<const Record*> records = view.measurements();
  return records.empty() ? nullptr : records.front();
}

} // namespace

void propose_additions(const Proposals& proposals) {
  const WorkoutView& view = proposals.view;
  const auto file = best_source(view, true);
  const Record* record = best_record(view);
  for (std::size_t column = 0; column < view.columns().size(); ++column) {
    const ProviderRules& rules = view.columns().rules(column);
    if (view.holding(column).present() || !takes_sport(rules, view)) {
      continue;
    }
    if (rules.can_upload && file) {
      std::set<std::string> files; // the legs of a multisport share one
      for (const Record* source : view.holding(*file).shown) {
        if (!source->payload_sha256.empty() && !files.insert(source->payload_sha256).second) {
          continue;
        }
        Change change = creation(ChangeKind::upload, rules, *source, view);
        change.why = fmt::format("{} lacks it; the file is at {}", rules.title, view.columns().rules(*file).title);
        proposals.propose(std::move(change));
      }
    } else if (rules.can_add && record != nullptr) {
      Change change = creation(ChangeKind::add, rules, *record, view);
      change.why = fmt::format("{} lacks it", rules.title);
      proposals.propose(std::move(change));
    }
  }
}

void propose_downloads(const Proposals& proposals) {
  const WorkoutView& view = proposals.view;
  const auto source = best_source(view, false);
  for (std::size_t column = 0; source && column < view.columns().size(); ++column) {
    const ProviderRules& rules = view.columns().rules(column);
    if (!rules.can_store_file || view.holding(column).present()) {
      continue;
    }
    const ProviderRules& from = view.columns().rules(*source);
    for (const Record* record : view.holding(*source).shown) {
      Change change = creation(ChangeKind::download, rules, *record, view);
      change.why = fmt::format("the file is missing; {} has it", from.title);
      change.blocked = from.unavailable;
      proposals.propose(std::move(change));
    }
  }
}

} // namespace tracekit::sync
