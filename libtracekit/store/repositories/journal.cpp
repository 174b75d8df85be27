// SPDX-License-Identifier: MIT
#include "store/repositories/journal.hpp"

#include <array>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "store/sql/connection.hpp"

namespace tracekit::store {
namespace {

constexpr std::array<std::string_view, 4> outcome_names{"open", "done", "failed", "unknown"};

Outcome outcome_of(std::string_view text) {
  for (std::size_t i = 0; i < outcome_names.size(); ++i) {
    if (outcome_names[i] == text) {
      return static_cast<Outcome>(i);
    }
  }
  return Outcome::unknown;
}

constexpr std::string_view entry_query =
    "SELECT id, change_id, kind, provider, target_provider, target_id, source_provider, source_id, field, old_value, "
    "new_value, change_json, undoes, begun_at, finished_at, outcome, message, before_json, after_json, undone_at "
    "FROM changes WHERE user_id = $1";

std::vector<JournalEntry> read_entries(sql::Query rows) {
  std::vector<JournalEntry> entries;
  while (rows.next()) {
    JournalEntry entry;
    entry.id = rows.integer(0);
    entry.intent = {rows.text(1),
                    rows.text(2),
                    rows.text(3),
                    {rows.text(4), rows.text(5)},
                    {rows.text(6), rows.text(7)},
                    rows.text(8),
                    rows.text(9),
                    rows.text(10),
                    rows.text(11),
                    rows.optional_integer(12)};
    entry.begun_at = rows.integer(13);
    entry.finished_at = rows.optional_integer(14);
    entry.outcome = outcome_of(rows.text_view(15));
    entry.message = rows.text(16);
    entry.before = rows.text(17);
    entry.after = rows.text(18);
    entry.undone_at = rows.optional_integer(19);
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::optional<JournalEntry> first_of(std::vector<JournalEntry> entries) {
  return entries.empty() ? std::nullopt : std::optional(std::move(entries.front()));
}

/// Whether a change writes to the provider or takes its values from there. What nobody can read may.
bool speaks_of(const std::string& change_json, const std::string& provider) {
  const nlohmann::json change = nlohmann::json::parse(change_json, nullptr, false);
  if (!change.is_object()) {
    return true;
  }
  const auto provider_in = [](const nlohmann::json& part) {
    return part.is_object() ? part.value("provider", "") : "";
  };
  return provider_in(change) == provider || provider_in(change.value("target", nlohmann::json())) == provider ||
         provider_in(change.value("source", nlohmann::json())) == provider;
}

} // namespace

std::string_view to_string(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }

std::int64_t Journal::begin_intent(const Intent& intent, EpochSeconds when) {
  if (connection().in_transaction()) {
    throw std::logic_error("an intent inside a transaction would not be on disk before the call");
  }
  sql::Transaction transaction(connection());
  sql::Query row = connection().query(
      "INSERT INTO changes (user_id, change_id, kind, provider, target_provider, target_id, source_provider, "
      "source_id, "
      "field, old_value, new_value, change_json, undoes, begun_at, outcome, message, before_json, after_json) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'open', '', '', '') "
      "ON CONFLICT DO NOTHING RETURNING id",
      user(), intent.change_id, intent.kind, intent.provider, intent.target.provider, intent.target.id,
      intent.source.provider, intent.source.id, intent.field, intent.old_value, intent.new_value, intent.change_json,
      intent.undoes, when);
  if (!row.next()) {
    throw Error(ErrorKind::conflict, fmt::format("the change {} is being applied already", intent.change_id),
                "wait for it to end; `tracekit history` shows it");
  }
  const std::int64_t id = row.integer(0);
  row.next();
  transaction.commit();
  return id;
}

std::string JournalEntry::task() const {
  const nlohmann::json shown =
      outcome == Outcome::open ? nlohmann::json::parse(after, nullptr, false) : nlohmann::json();
  return shown.is_object() ? shown.value("task", "") : "";
}

void Journal::note_task(std::int64_t id, const std::string& task) {
  connection().execute("UPDATE changes SET after_json = $1 WHERE id = $2 AND user_id = $3 AND outcome = 'open'",
                       nlohmann::json{{"task", task}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
                       id, user());
}

void Journal::finish(std::int64_t id, Outcome outcome, const std::string& message, const std::string& before,
                     const std::string& after, EpochSeconds when) {
  const std::int64_t changed = connection().execute(
      "UPDATE changes SET outcome = $1, message = $2, before_json = $3, after_json = $4, finished_at = $5 "
      "WHERE id = $6 AND user_id = $7",
      to_string(outcome), message, before, after, when, id, user());
  if (changed == 0) {
    throw Error(ErrorKind::not_found, fmt::format("there is no change {} in the journal", id));
  }
}

void Journal::mark_undone(std::int64_t id, EpochSeconds when) {
  if (connection().execute("UPDATE changes SET undone_at = $1 WHERE id = $2 AND user_id = $3", when, id, user()) == 0) {
    throw Error(ErrorKind::not_found, fmt::format("there is no change {} in the journal", id));
  }
}

void Journal::forget_values(const std::string& provider, EpochSeconds when) {
  connection().execute("UPDATE changes SET old_value = '', change_json = '', message = '', before_json = '', "
                       "after_json = '', "
                       "undone_at = coalesce(undone_at, $1) WHERE user_id = $2 AND provider = $3 AND outcome <> 'open'",
                       when, user(), provider);
  std::vector<std::string> spoken_of;
  sql::Query rows =
      connection().query("SELECT change_id, change_json FROM dismissed_changes WHERE user_id = $1", user());
  while (rows.next()) {
    if (speaks_of(rows.text(1), provider)) {
      spoken_of.push_back(rows.text(0));
    }
  }
  for (const std::string& change_id : spoken_of) {
    connection().execute("UPDATE dismissed_changes SET change_json = '' WHERE user_id = $1 AND change_id = $2", user(),
                         change_id);
  }
}

std::vector<JournalEntry> Journal::open() const {
  static const std::string sql = std::string(entry_query) + " AND outcome = 'open' ORDER BY id";
  return read_entries(connection().query(sql, user()));
}

std::vector<JournalEntry> Journal::list(std::int64_t limit, std::optional<std::int64_t> before_id) const {
  static const std::string sql = std::string(entry_query) + " AND ($2 = 1 OR id < $3) ORDER BY id DESC LIMIT $4";
  return read_entries(connection().query(sql, user(), !before_id, before_id.value_or(0), limit));
}

std::optional<JournalEntry> Journal::find(std::int64_t id) const {
  static const std::string sql = std::string(entry_query) + " AND id = $2";
  return first_of(read_entries(connection().query(sql, user(), id)));
}

std::optional<JournalEntry> Journal::find_change(const std::string& change_id) const {
  static const std::string sql = std::string(entry_query) + " AND change_id = $2 ORDER BY id DESC LIMIT 1";
  return first_of(read_entries(connection().query(sql, user(), change_id)));
}

void Journal::dismiss(const std::string& change_id, const std::string& change_json, EpochSeconds when) {
  connection().execute("INSERT INTO dismissed_changes (user_id, change_id, change_json, dismissed_at) "
                       "VALUES ($1, $2, $3, $4) ON CONFLICT (user_id, change_id) DO NOTHING",
                       user(), change_id, change_json, when);
}

bool Journal::restore(const std::string& change_id) {
  return connection().execute("DELETE FROM dismissed_changes WHERE user_id = $1 AND change_id = $2", user(),
                              change_id) > 0;
}

std::vector<std::string> Journal::dismissed() const {
  std::vector<std::string> ids;
  sql::Query rows =
      connection().query("SELECT change_id FROM dismissed_changes WHERE user_id = $1 ORDER BY change_id", user());
  while (rows.next()) {
    ids.push_back(rows.text(0));
  }
  return ids;
}

std::vector<Dismissal> Journal::dismissals() const {
  std::vector<Dismissal> dismissals;
  sql::Query rows = connection().query("SELECT change_id, change_json, dismissed_at FROM dismissed_changes "
                                       "WHERE user_id = $1 ORDER BY dismissed_at DESC, change_id",
                                       user());
  while (rows.next()) {
    dismissals.push_back({rows.text(0), rows.text(1), rows.integer(2)});
  }
  return dismissals;
}

} // namespace tracekit::store
