// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "store/repositories/record_row.hpp"
#include "store/repositories/records.hpp"
#include "store/sql/many_rows.hpp"

namespace tracekit::store {
namespace {

constexpr std::size_t keys_a_query = 64;
constexpr int first_record_parameter = 3; // $1 is the user, $2 the local day

struct Existing {
  std::int64_t number = 0;
  StoredRecord stored;
};
using ExistingById = std::map<std::string, Existing, std::less<>>;

sql::ManyRows insertion() {
  std::string names;
  std::string row = "($1, ?";
  for (const RecordColumn& column : record_columns()) {
    names += fmt::format(", {}", column.name);
    row += ", ?";
  }
  return {fmt::format("INSERT INTO records (user_id, local_day{}) VALUES ", names), row + ")", "", 2};
}

std::string update_text() {
  std::string assignments;
  int number = first_record_parameter;
  for (const RecordColumn& column : record_columns()) {
    assignments += fmt::format(", {} = ${}", column.name, number++);
  }
  return fmt::format("UPDATE records SET local_day = $2{} WHERE user_id = $1 AND provider = ${} AND id = ${}",
                     assignments, first_record_parameter, first_record_parameter + 1);
}

// A join with the wanted ids: PostgreSQL without statistics would read all of a person's records for a list of ids.
std::string existing_text() {
  std::string ids;
  for (std::size_t i = 0; i < keys_a_query; ++i) {
    ids += fmt::format("{}(${})", i == 0 ? "" : ", ", i + 3);
  }
  return fmt::format("SELECT r.number, r.local_day, {} FROM (VALUES {}) AS wanted "
                     "JOIN records r ON r.user_id = $1 AND r.provider = $2 AND r.id = wanted.column1",
                     selected_record_columns(), ids);
}

void update(sql::Connection& connection, UserId user, const StoredRecord& stored) {
  static const std::string sql = update_text();
  std::string scratch;
  sql::Query query(connection, sql);
  query.bind(1, user);
  query.bind(2, sql::to_value(stored.local_day));
  bind_record(query, first_record_parameter, stored.record, scratch);
  query.run();
}

void insert(sql::Connection& connection, UserId user, std::span<const StoredRecord*> records) {
  static const sql::ManyRows statement = insertion();
  const int row_parameters = 1 + static_cast<int>(record_columns().size());
  statement.for_each_piece(connection, records, [&](sql::Query& query, std::span<const StoredRecord*> piece) {
    std::vector<std::string> scratch(piece.size());
    int parameter = 2;
    query.bind(1, user);
    for (std::size_t i = 0; i < piece.size(); ++i, parameter += row_parameters) {
      query.bind(parameter, sql::to_value(piece[i]->local_day));
      bind_record(query, parameter + 1, piece[i]->record, scratch[i]);
    }
    query.run();
  });
}

// The longest piece from the front with one provider and no id twice, so that one query finds what is there of it.
std::size_t piece_length(std::span<const StoredRecord> records) {
  std::vector<std::string_view> ids;
  const std::string& provider = records.front().record.key.provider;
  for (const StoredRecord& each : records) {
    const RecordKey& key = each.record.key;
    if (ids.size() == keys_a_query || key.provider != provider || std::ranges::find(ids, key.id) != ids.end()) {
      break;
    }
    ids.push_back(key.id);
  }
  return ids.size();
}

ExistingById find_existing(sql::Connection& connection, UserId user, std::span<const StoredRecord> piece) {
  static const std::string sql = existing_text();
  ExistingById existing;
  sql::Query rows(connection, sql);
  rows.bind(1, user);
  rows.bind(2, sql::to_value(piece.front().record.key.provider), sql::Lifetime::until_reset);
  for (std::size_t i = 0; i < keys_a_query; ++i) { // a short piece repeats its last id: one text serves all lengths
    const std::string& id = piece[std::min(i, piece.size() - 1)].record.key.id;
    rows.bind(static_cast<int>(i) + 3, sql::to_value(id), sql::Lifetime::until_reset);
  }
  while (rows.next()) {
    Record record = read_record(rows, 2);
    std::string id = record.key.id;
    existing.emplace(std::move(id), Existing{rows.integer(0), {std::move(record), rows.optional_integer(1)}});
  }
  return existing;
}

void keep_version(sql::Connection& connection, UserId user, std::int64_t record, EpochSeconds when,
                  const std::string& changes) {
  connection.execute("INSERT INTO record_versions (user_id, record, changed_at, changes_json) VALUES ($1, $2, $3, $4)",
                     user, record, when, changes);
}

void replace(sql::Connection& connection, UserId user, const StoredRecord& stored, const Existing& old,
             UpsertCounts& counts) {
  const std::string changes = changes_between(old.stored.record, stored.record);
  if (!changes.empty()) {
    keep_version(connection, user, old.number, stored.record.fetched_at, changes);
    update(connection, user, stored);
    ++counts.updated;
    return;
  }
  if (old.stored.record.fetched_at != stored.record.fetched_at || old.stored.local_day != stored.local_day) {
    connection.execute("UPDATE records SET fetched_at = $1, local_day = $2 WHERE number = $3 AND user_id = $4",
                       stored.record.fetched_at, stored.local_day, old.number, user);
  }
  ++counts.unchanged;
}

} // namespace

UpsertCounts Records::upsert(std::span<const StoredRecord> records) {
  std::vector<StoredRecord> mended;
  if (std::ranges::any_of(records, [](const auto& each) { return with_storable_texts(each.record).has_value(); })) {
    for (const StoredRecord& each : records) {
      mended.push_back({with_storable_texts(each.record).value_or(each.record), each.local_day});
    }
    records = mended;
  }
  UpsertCounts counts;
  sql::Transaction transaction(connection());
  while (!records.empty()) {
    const std::span<const StoredRecord> piece = records.first(piece_length(records));
    const ExistingById existing = find_existing(connection(), user(), piece);
    std::vector<const StoredRecord*> added;
    for (const StoredRecord& stored : piece) {
      if (const auto found = existing.find(stored.record.key.id); found == existing.end()) {
        added.push_back(&stored);
      } else {
        replace(connection(), user(), stored, found->second, counts);
      }
    }
    insert(connection(), user(), added);
    counts.added += added.size();
    records = records.subspan(piece.size());
  }
  transaction.commit();
  return counts;
}

bool Records::add_version(const RecordKey& key, const RecordVersion& version) {
  const auto number = record_number(connection(), user(), key);
  const std::vector<RecordVersion> known = versions(key);
  if (!number || std::ranges::find(known, version) != known.end()) {
    return false;
  }
  keep_version(connection(), user(), *number, version.changed_at, version.changes_json);
  return true;
}

std::uint64_t Records::mark_deleted(std::span<const RecordKey> keys, EpochSeconds when) {
  std::int64_t marked = 0;
  sql::Transaction transaction(connection());
  for (const RecordKey& key : keys) {
    marked +=
        connection().execute("UPDATE records SET deleted_at = $1 WHERE user_id = $2 AND provider = $3 AND id = $4 "
                             "AND deleted_at IS NULL",
                             when, user(), key.provider, key.id);
  }
  transaction.commit();
  return static_cast<std::uint64_t>(marked);
}

std::vector<RecordKey> Records::erase(const std::optional<std::string>& provider, std::optional<Month> month) {
  const bool every_provider = !provider.has_value();
  const std::string provider_id = provider.value_or("");
  const std::int64_t from = month ? days_of(month->first_day()) : 0;
  const std::int64_t to = month ? days_of(month->last_day()) : 0;
  const std::string chosen =
      "r.user_id = $1 AND ($2 = 1 OR r.provider = $3) AND ($4 = 1 OR r.local_day BETWEEN $5 AND $6)";

  std::vector<RecordKey> keys;
  sql::Transaction transaction(connection());
  {
    const std::string sql = "SELECT r.provider, r.id FROM records r WHERE " + chosen + " ORDER BY r.provider, r.id";
    sql::Query rows = connection().query(sql, user(), every_provider, provider_id, !month, from, to);
    while (rows.next()) {
      keys.push_back({rows.text(0), rows.text(1)});
    }
  }
  connection().execute("DELETE FROM sources WHERE number IN (SELECT s.number FROM records r "
                       "JOIN source_records c ON c.user_id = r.user_id AND c.record_id = r.id "
                       "JOIN sources s ON s.number = c.source AND s.provider = r.provider WHERE " +
                           chosen + ")",
                       user(), every_provider, provider_id, !month, from, to);
  if (!month) { // sources that gave no record are forgotten too
    connection().execute("DELETE FROM sources WHERE user_id = $1 AND ($2 = 1 OR provider = $3)", user(), every_provider,
                         provider_id);
  }
  connection().execute("DELETE FROM records WHERE number IN (SELECT r.number FROM records r WHERE " + chosen + ")",
                       user(), every_provider, provider_id, !month, from, to);
  transaction.commit();
  return keys;
}

void Records::erase(std::span<const RecordKey> keys) {
  sql::Transaction transaction(connection());
  for (const RecordKey& key : keys) {
    connection().execute("DELETE FROM sources WHERE user_id = $1 AND provider = $2 AND number IN "
                         "(SELECT source FROM source_records WHERE user_id = $1 AND record_id = $3)",
                         user(), key.provider, key.id);
    connection().execute("DELETE FROM records WHERE user_id = $1 AND provider = $2 AND id = $3", user(), key.provider,
                         key.id);
  }
  transaction.commit();
}

} // namespace tracekit::store
