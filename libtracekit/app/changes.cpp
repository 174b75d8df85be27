// SPDX-License-Identifier: MIT
#include "app/changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "app/accounts.hpp"
#include "app/archived_fields.hpp"
#include "app/judgement.hpp"
#include "app/limits.hpp"
#include "app/months.hpp"
#include "model/record_field.hpp"
#include "model/record_json.hpp"
#include "sync/change_id.hpp"
#include "sync/plan_json.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

store::Intent intent_of(const sync::Change& change, std::optional<std::int64_t> undoes) {
  return {sync::change_id(change),
          std::string(to_string(change.kind)),
          change.provider,
          change.target,
          change.source,
          change.field,
          change.old_value,
          change.new_value,
          sync::to_json(change).dump(-1, ' ', false, json::error_handler_t::replace),
          undoes};
}

/// How the re-read target stands to what the plan assumed.
enum class Recheck { as_planned, already_done, edited };

Recheck recheck(const Record& now, const std::string& field, const std::string& old_value,
                const std::string& new_value) {
  const std::string value = field_text(now, field);
  // Stray blanks are what some renames are about, so here they count.
  if (value == new_value || (field != "name" && same_field_value(field, value, new_value))) {
    return Recheck::already_done;
  }
  return same_field_value(field, value, old_value) ? Recheck::as_planned : Recheck::edited;
}

/// Whether a write may have happened although it seems to have failed: its answer may have been lost, or what was read
/// after it was refused.
bool leaves_doubt(const Error& error) {
  constexpr std::array kinds{ErrorKind::network, ErrorKind::provider, ErrorKind::rate_limit, ErrorKind::auth};
  return std::find(kinds.begin(), kinds.end(), error.kind()) != kinds.end();
}

} // namespace

bool ChangeApplier::ends_the_run(const Error& error) {
  return error.kind() == ErrorKind::database || error.kind() == ErrorKind::interrupted;
}

AppliedChange ChangeApplier::refused(const sync::Change& change, std::string why) {
  return {change, false, std::move(why), {}};
}

AppliedChange ChangeApplier::apply(const sync::Change& change, std::optional<std::int64_t> undoes) {
  undoes_ = undoes;
  return guarded(change, [&] { return write(change); });
}

AppliedChange ChangeApplier::apply(const sync::Change& change, const FileUpload& file) {
  undoes_.reset();
  return guarded(change, [&] { return hand_over(change, file); });
}

/// What keeps a write from being tried, and what a failed one means for the next.
AppliedChange ChangeApplier::guarded(const sync::Change& change, const std::function<AppliedChange()>& write) {
  if (!change.blocked.empty()) {
    return refused(change, change.blocked);
  }
  if (const std::string why = limit_of(change.provider); !why.empty()) {
    return refused(change, why);
  }
  try {
    return write();
  } catch (const RateLimited& error) {
    return refused(change, meet_limit(change.provider, error));
  } catch (const Error& error) {
    if (ends_the_run(error)) {
      throw;
    }
    return refused(change, error.what());
  }
}

AppliedChange ChangeApplier::write(const sync::Change& change) {
  switch (change.kind) {
  case sync::ChangeKind::rename:
  case sync::ChangeKind::set_equipment:
  case sync::ChangeKind::set_metadata:
    return write_field(change);
  case sync::ChangeKind::add:
    return add_record(change);
  case sync::ChangeKind::download:
    return download(change);
  case sync::ChangeKind::link:
    return answer_link(change);
  case sync::ChangeKind::upload:
    return upload(change);
  case sync::ChangeKind::duplicate:
    break;
  }
  return refused(change, "this is a notice, there is nothing to write");
}

/// Each request into a limit may make it last longer.
std::string ChangeApplier::limit_of(const std::string& provider) {
  if (const auto met = limits_met_.find(provider); met != limits_met_.end()) {
    return met->second;
  }
  const auto until = limited_until(app_, provider);
  return until ? fmt::format("{} {}", provider_title(provider), limit_words(app_, *until)) : "";
}

/// Returns what is to be said.
std::string ChangeApplier::meet_limit(const std::string& provider, const RateLimited& error) {
  app_.mine().provider_states.save({provider, "apply", false, error.what(), app_.now(), error.resets_at()});
  return limits_met_.insert_or_assign(provider, fmt::format("{}; {}", error.what(), hint_of(app_, error)))
      .first->second;
}

void ChangeApplier::finish() {
  app_.calls().keep(app_.store());
  refresh_touched_months(app_);
}

Provider& ChangeApplier::connected(const std::string& provider) {
  auto& connection = connections_[provider];
  if (!connection) {
    connection = connect_known(app_, provider);
  }
  return *connection;
}

/// Commits the intent. From here on the write may have happened, whatever becomes of this process.
std::int64_t ChangeApplier::begin(const sync::Change& change) {
  return app_.mine().journal.begin_intent(intent_of(change, undoes_), app_.now());
}

void ChangeApplier::touch(const Record& record) {
  if (const auto date = local_date(record, app_.home())) {
    const Month month = Month::of(*date);
    app_.mine().month_summaries.mark_dirty({&month, 1});
  }
}

void ChangeApplier::keep(const Record& record) {
  const auto date = local_date(record, app_.home());
  const auto known = app_.mine().records.find(record.key);
  const store::StoredRecord stored{known ? with_archived_fields(record, *known) : record,
                                   date ? std::optional(days_of(*date)) : std::nullopt};
  app_.mine().records.upsert({&stored, 1});
  touch(record);
}

AppliedChange ChangeApplier::write_field(const sync::Change& change) {
  Provider& provider = connected(change.provider);
  if (provider.writer() == nullptr || provider.fetcher() == nullptr) {
    return refused(change, fmt::format("{} takes no such change", provider_title(change.provider)));
  }
  const auto before = provider.fetcher()->fetch(change.target.id);
  if (!before) {
    return refused(change, "it is no longer there; run `tracekit pull`");
  }
  const Recheck state = recheck(*before, change.field, change.old_value, change.new_value);
  if (state != Recheck::as_planned) {
    auto transaction = app_.mine().changing_workouts();
    keep(*before);
    transaction.commit();
    return state == Recheck::already_done
               ? AppliedChange{change, true, {}, {}}
               : refused(change, fmt::format("it was edited there in the meantime: {} is now \"{}\"", change.field,
                                             field_text(*before, change.field)));
  }
  const std::int64_t entry = begin(change);
  try {
    const Record after =
        provider.writer()->write(change.target.id, {{change.field, change.new_value, change.old_value}});
    auto transaction = app_.mine().changing_workouts();
    keep(after);
    app_.mine().journal.finish(entry, store::Outcome::done, "", portable_line(*before), portable_line(after),
                               app_.now());
    transaction.commit();
    return {change, true, {}, {}};
  } catch (const Error& error) {
    if (leaves_doubt(error)) {
      return settle_doubt(provider, change, entry, *before, error);
    }
    if (!ends_the_run(error)) {
      app_.mine().journal.finish(entry, store::Outcome::failed, error.what(), portable_line(*before), "", app_.now());
    }
    throw;
  }
}

/// The answer to a write was lost, so the provider is asked what stands there now. When it does not answer that either,
/// the intent stays open for the next run to look at.
AppliedChange ChangeApplier::settle_doubt(Provider& provider, const sync::Change& change, std::int64_t entry,
                                          const Record& before, const Error& error) {
  if (const auto* limit = dynamic_cast<const RateLimited*>(&error)) {
    meet_limit(change.provider, *limit);
  }
  std::optional<Record> now;
  try {
    now = provider.fetcher()->fetch(change.target.id);
  } catch (const Error& second) {
    if (ends_the_run(second)) {
      throw;
    }
    return refused(change,
                   fmt::format("{}; whether it was written will be looked at before the next change", error.what()));
  }
  const bool done = now && recheck(*now, change.field, change.old_value, change.new_value) == Recheck::already_done;
  auto transaction = app_.mine().changing_workouts();
  if (now) {
    keep(*now);
  }
  app_.mine().journal.finish(entry, done ? store::Outcome::done : store::Outcome::failed, done ? "" : error.what(),
                             portable_line(before), now ? portable_line(*now) : "", app_.now());
  transaction.commit();
  return done ? AppliedChange{change, true, {}, {}} : refused(change, error.what());
}

AppliedChange ChangeApplier::answer_link(const sync::Change& change) {
  auto transaction = app_.mine().changing_workouts();
  remember(app_, change.target, change.source, store::VerdictKind::same);
  transaction.commit();
  return {change, true, {}, {}};
}

json to_json(const AppliedChange& applied) {
  json out = {{"change", sync::to_json(applied.change)}, {"done", applied.done}, {"message", applied.message}};
  out["note"] = applied.note;
  out["made"] = applied.made.id.empty() ? json() : json{{"provider", applied.made.provider}, {"id", applied.made.id}};
  return out;
}

} // namespace tracekit::app
