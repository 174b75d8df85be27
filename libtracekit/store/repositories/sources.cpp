// SPDX-License-Identifier: MIT
#include "store/repositories/coverage.hpp"
#include "store/sql/connection.hpp"

namespace tracekit::store {

std::map<std::string, std::string> Sources::known(const std::string& provider) const {
  std::map<std::string, std::string> known;
  sql::Query rows = connection().query(
      "SELECT key, fingerprint FROM sources WHERE user_id = $1 AND provider = $2 ORDER BY key", user(), provider);
  while (rows.next()) {
    known.emplace_hint(known.end(), rows.text(0), rows.text(1));
  }
  return known;
}

void Sources::save(const Source& source) {
  sql::Transaction transaction(connection());
  sql::Query row = connection().query(
      "INSERT INTO sources (user_id, provider, key, fingerprint, failure, read_at) VALUES ($1, $2, $3, $4, $5, $6) "
      "ON CONFLICT (user_id, provider, key) DO UPDATE SET fingerprint = excluded.fingerprint, "
      "failure = excluded.failure, read_at = excluded.read_at RETURNING number",
      user(), source.provider, source.key, source.fingerprint, source.failure, source.read_at);
  row.next();
  const std::int64_t number = row.integer(0);
  row.next();
  // The plus keeps SQLite from going through all records of the person by the other index.
  connection().execute("DELETE FROM source_records WHERE source = $1 AND +user_id = $2", number, user());
  for (const std::string& id : source.record_ids) {
    connection().execute(
        "INSERT INTO source_records (source, user_id, record_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", number,
        user(), id);
  }
  transaction.commit();
}

std::optional<Source> Sources::find(const std::string& provider, const std::string& key) const {
  sql::Query row = connection().query("SELECT number, fingerprint, failure, read_at FROM sources "
                                      "WHERE user_id = $1 AND provider = $2 AND key = $3",
                                      user(), provider, key);
  if (!row.next()) {
    return std::nullopt;
  }
  Source source{provider, key, row.text(1), row.text(2), row.integer(3), {}};
  sql::Query ids =
      connection().query("SELECT record_id FROM source_records WHERE source = $1 AND +user_id = $2 ORDER BY record_id",
                         row.integer(0), user());
  while (ids.next()) {
    source.record_ids.push_back(ids.text(0));
  }
  return source;
}

std::vector<std::string> Sources::of_record(const RecordKey& key) const {
  std::vector<std::string> keys;
  sql::Query rows = connection().query("SELECT s.key FROM source_records c JOIN sources s ON s.number = c.source "
                                       "WHERE c.user_id = $1 AND c.record_id = $3 AND s.provider = $2 ORDER BY s.key",
                                       user(), key.provider, key.id);
  while (rows.next()) {
    keys.push_back(rows.text(0));
  }
  return keys;
}

std::vector<Source> Sources::failures() const {
  std::vector<Source> failures;
  sql::Query rows = connection().query("SELECT provider, key, fingerprint, failure, read_at FROM sources "
                                       "WHERE user_id = $1 AND failure <> '' ORDER BY provider, key",
                                       user());
  while (rows.next()) {
    failures.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.integer(4), {}});
  }
  return failures;
}

void Sources::erase(const std::string& provider, const std::string& key) {
  connection().execute("DELETE FROM sources WHERE user_id = $1 AND provider = $2 AND key = $3", user(), provider, key);
}

} // namespace tracekit::store
