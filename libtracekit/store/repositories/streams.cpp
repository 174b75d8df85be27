// SPDX-License-Identifier: MIT
#include "store/repositories/streams.hpp"

#include "store/repositories/record_row.hpp"
#include "store/sql/connection.hpp"

namespace tracekit::store {

void Streams::save(const RecordKey& record, const EncodedRecording& recording) {
  sql::Transaction transaction(connection());
  const std::int64_t number = required_record_number(connection(), user(), record);
  connection().execute("DELETE FROM recordings WHERE record = $1 AND user_id = $2", number, user());
  connection().execute("INSERT INTO recordings (record, user_id, detail) VALUES ($1, $2, $3)", number, user(),
                       recording.detail);
  std::int64_t position = 0;
  for (const EncodedColumn& column : recording.columns) {
    connection().execute("INSERT INTO streams (record, position, name, meta, data) VALUES ($1, $2, $3, $4, $5)", number,
                         position++, column.name, column.meta, column.data);
  }
  transaction.commit();
}

std::optional<EncodedRecording> Streams::load(const RecordKey& record) const {
  EncodedRecording recording;
  std::int64_t number = 0;
  {
    sql::Query row =
        connection().query("SELECT d.record, d.detail FROM records r JOIN recordings d ON d.record = r.number "
                           "WHERE r.user_id = $1 AND r.provider = $2 AND r.id = $3",
                           user(), record.provider, record.id);
    if (!row.next()) {
      return std::nullopt;
    }
    number = row.integer(0);
    recording.detail = row.blob(1);
  }
  sql::Query rows =
      connection().query("SELECT name, meta, data FROM streams WHERE record = $1 ORDER BY position", number);
  while (rows.next()) {
    recording.columns.push_back({rows.text(0), rows.text(1), rows.blob(2)});
  }
  return recording;
}

std::vector<EncodedColumn> Streams::load_columns(const RecordKey& record, std::span<const std::string> names) const {
  std::vector<EncodedColumn> columns;
  for (const std::string& name : names) {
    sql::Query row = connection().query("SELECT s.meta, s.data FROM records r JOIN streams s ON s.record = r.number "
                                        "WHERE r.user_id = $1 AND r.provider = $2 AND r.id = $3 AND s.name = $4",
                                        user(), record.provider, record.id, name);
    if (row.next()) {
      columns.push_back({name, row.text(0), row.blob(1)});
    }
  }
  return columns;
}

bool Streams::has(const RecordKey& record) const {
  return connection()
      .query("SELECT 1 FROM records r JOIN recordings d ON d.record = r.number "
             "WHERE r.user_id = $1 AND r.provider = $2 AND r.id = $3",
             user(), record.provider, record.id)
      .next();
}

void Streams::erase(const RecordKey& record) {
  connection().execute("DELETE FROM recordings WHERE user_id = $1 AND record = "
                       "(SELECT number FROM records WHERE user_id = $1 AND provider = $2 AND id = $3)",
                       user(), record.provider, record.id);
}

std::vector<RecordKey> Streams::records() const {
  std::vector<RecordKey> keys;
  sql::Query rows =
      connection().query("SELECT r.provider, r.id FROM recordings d JOIN records r ON r.number = d.record "
                         "WHERE d.user_id = $1 ORDER BY r.provider, r.id",
                         user());
  while (rows.next()) {
    keys.push_back({rows.text(0), rows.text(1)});
  }
  return keys;
}

} // namespace tracekit::store
