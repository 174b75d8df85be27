// SPDX-License-Identifier: MIT
// Undo, and what to do about writes that a crash left open.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

#include "app/accounts.hpp"
#include "app/changes.hpp"
#include "app/months.hpp"
#include "base/text.hpp"
#include "model/record_field.hpp"
#include "model/record_json.hpp"
#include "sync/plan_json.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

constexpr std::int64_t entries_searched = 10'000;

bool writes_a_field(const store::Intent& intent) { return !intent.field.empty() && !intent.target.id.empty(); }

bool can_be_undone(const store::JournalEntry& entry) {
  return entry.outcome == store::Outcome::done && !entry.undone_at && !entry.intent.undoes &&
         writes_a_field(entry.intent);
}

struct Settled {
  store::Outcome outcome = store::Outcome::failed;
  std::string message;
  std::string after; ///< what the provider shows, JSON
  std::optional<Record> made = {};
};

const Settled not_written{store::Outcome::failed, "the program ended before it was written", ""};

/// Whether a write of the intent's value explains what the provider shows now. A provider keeps numbers in its own unit
/// with its own digits (13.17 m/s may be 47.4 km/h in a sheet), so that of a number it counts which value is nearer.
bool was_written(const store::Intent& intent, const std::string& now) {
  if (same_field_value(intent.field, now, intent.new_value)) {
    return true;
  }
  const auto shown = parse_double(now);
  const auto wanted = parse_double(intent.new_value);
  return is_number_field(intent.field) && shown && wanted &&
         std::abs(*shown - *wanted) < std::abs(*shown - parse_double(intent.old_value).value_or(0));
}

/// What the provider shows now settles whether an open write happened.
Settled settle_field(App& app, const store::Intent& intent) {
  const auto provider = connect_known(app, intent.provider);
  const auto now = provider->fetcher() == nullptr ? std::nullopt : provider->fetcher()->fetch(intent.target.id);
  if (!now) {
    return {store::Outcome::unknown, "the record is no longer there", ""};
  }
  return was_written(intent, field_text(*now, intent.field)) ? Settled{store::Outcome::done, "", portable_line(*now)}
                                                             : not_written;
}

/// A row or file that was about to be added: what was pulled since tells whether its activity has one there now.
Settled settle_addition(App& app, const store::Intent& intent) {
  if (!app.mine().records.find(intent.source)) { // a file from elsewhere
    return {store::Outcome::unknown, "whether it arrived is not known; `tracekit pull` shows it", ""};
  }
  if (const auto activity = app.mine().activities.of_record(intent.source)) {
    for (const store::LinkedRecord& linked : app.mine().records.of_activity(*activity)) {
      if (linked.record.key.provider == intent.provider && !linked.record.stub && !linked.record.deleted_at) {
        return {store::Outcome::done, "", portable_line(linked.record)};
      }
    }
  }
  return not_written;
}

/// A file that the provider had taken. Of one that it says nothing about for long, it knows nothing any more.
Settled settle_upload(App& app, const store::JournalEntry& entry) {
  constexpr EpochSeconds patience_s = 86'400;
  const std::string& id = entry.intent.provider;
  const auto provider = connect_known(app, id);
  const UploadFate fate =
      provider->file_uploader() == nullptr ? UploadFate{} : provider->file_uploader()->fate_of(entry.task());
  if (!fate.is_known()) {
    return app.now() - entry.begun_at < patience_s
               ? Settled{store::Outcome::open, fmt::format("{} is still reading the file", provider_title(id)), ""}
               : settle_addition(app, entry.intent);
  }
  if (!fate.refusal.empty()) {
    return {store::Outcome::failed, fate.refusal, ""};
  }
  auto made = provider->fetcher()->fetch(fate.id);
  if (!made) {
    return {store::Outcome::unknown, "what came of the file is no longer there", ""};
  }
  std::string shown = portable_line(*made);
  return {store::Outcome::done, "", std::move(shown), std::move(made)};
}

Settled settle_by_kind(App& app, const store::JournalEntry& entry) {
  return !entry.task().empty()          ? settle_upload(app, entry)
         : writes_a_field(entry.intent) ? settle_field(app, entry.intent)
                                        : settle_addition(app, entry.intent);
}

std::string settle(App& app, const store::JournalEntry& entry) {
  const store::Intent& intent = entry.intent;
  Settled result;
  try {
    result = settle_by_kind(app, entry);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::database) {
      throw;
    }
    return fmt::format("change {} at {} is still open: {}", entry.id, intent.provider, error.what());
  }
  if (result.outcome == store::Outcome::open) {
    return fmt::format("change {} at {} is still open: {}", entry.id, intent.provider, result.message);
  }
  auto transaction = app.mine().changing_workouts();
  if (result.made) {
    ChangeApplier(app).keep_made(*result.made, intent.source);
  }
  app.mine().journal.finish(entry.id, result.outcome, result.message, "", result.after, app.now());
  transaction.commit();
  return fmt::format("change {} at {}, interrupted earlier, is {}{}", entry.id, intent.provider,
                     store::to_string(result.outcome), result.message.empty() ? "" : ": " + result.message);
}

} // namespace

std::vector<std::string> resolve_open_intents(App& app) {
  std::vector<std::string> sentences;
  refresh_touched_months(app); // what was pulled since then counts
  for (const store::JournalEntry& entry : app.mine().journal.open()) {
    sentences.push_back(settle(app, entry));
  }
  return sentences;
}

AppliedChange undo(App& app, const store::JournalEntry& entry) {
  const store::Intent& intent = entry.intent;
  if (entry.undone_at) {
    throw Error(ErrorKind::conflict, fmt::format("change {} was undone already", entry.id));
  }
  if (!can_be_undone(entry)) {
    throw Error(ErrorKind::conflict,
                fmt::format("change {} cannot be undone: {} cannot take it back", entry.id, intent.provider),
                "only names, equipment and other single values are written back; rows and files stay");
  }
  sync::Change change;
  change.kind = sync::change_kind_of(intent.kind).value_or(sync::ChangeKind::rename);
  change.provider = intent.provider;
  change.target = intent.target;
  change.field = intent.field;
  // What the provider made of the value, not what it was given: it may have rounded it.
  change.old_value =
      entry.after.empty() ? intent.new_value : field_text(record_from_json(json::parse(entry.after)), intent.field);
  change.new_value = intent.old_value;
  change.why = fmt::format("takes back change {}", entry.id);
  ChangeApplier applier(app);
  AppliedChange applied = applier.apply(change, entry.id);
  if (applied.done) {
    app.mine().journal.mark_undone(entry.id, app.now());
  }
  applier.finish();
  return applied;
}

store::JournalEntry find_entry(App& app, const std::string& id) {
  const auto entries = app.mine().journal.list(entries_searched);
  const auto number = parse_integer(id);
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const store::JournalEntry& entry) {
    if (id.empty()) {
      return can_be_undone(entry);
    }
    return (number && entry.id == *number) || (id.size() >= 6 && entry.intent.change_id.starts_with(id));
  });
  if (found == entries.end()) {
    throw Error(ErrorKind::not_found,
                id.empty() ? "there is nothing to undo" : fmt::format("there is no change \"{}\"", id),
                "`tracekit history` lists the changes");
  }
  return *found;
}

json to_json(const store::JournalEntry& entry) {
  const store::Intent& intent = entry.intent;
  json out = {{"id", entry.id},
              {"change", intent.change_id},
              {"kind", intent.kind},
              {"provider", intent.provider},
              {"record", intent.target.id},
              {"field", intent.field},
              {"old", intent.old_value},
              {"new", intent.new_value},
              {"at", format_utc(entry.begun_at)},
              {"outcome", store::to_string(entry.outcome)},
              {"message", entry.message},
              {"undoable", can_be_undone(entry)}};
  out["undone_at"] = entry.undone_at ? json(format_utc(*entry.undone_at)) : json(nullptr);
  out["undoes"] = intent.undoes ? json(*intent.undoes) : json(nullptr);
  return out;
}

} // namespace tracekit::app
