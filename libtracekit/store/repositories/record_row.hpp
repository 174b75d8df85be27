// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/record.hpp"
#include "store/repositories/users.hpp"
#include "store/sql/connection.hpp"

namespace tracekit::store {

/// One column of table `records` and the member of Record that it holds.
struct RecordColumn {
  std::string_view name;
  /// The member as a parameter; borrowed from the record or from `scratch`.
  sql::Value (*value)(const Record& record, std::string& scratch);
  /// Sets the member from a column of a row. Null leaves it as it is.
  void (*read)(Record& record, const sql::Value& value);
};

/// Every column but `number`, `user_id` and `local_day`; provider and id come first.
std::span<const RecordColumn> record_columns();

/// `r.provider, r.id, ...`: the columns above for a SELECT from `records r`.
const std::string& selected_record_columns();

/// Reads a record from a row that selected them from column `first` on, into one that is empty.
void read_record(Record& record, const sql::Query& row, int first);
Record read_record(const sql::Query& row, int first);

/// Some of the columns, for those who need few of very many records. The names must outlive it.
class RecordSelection {
public:
  /// Throws std::out_of_range for a name that is no column.
  explicit RecordSelection(std::initializer_list<std::string_view> names);
  [[nodiscard]] RecordSelection with(std::initializer_list<std::string_view> names) const; ///< these as well

  [[nodiscard]] const std::string& text() const { return text_; } ///< `r.provider, r.id, ...`
  void read(Record& record, const sql::Query& row, int first) const;

private:
  void add(std::initializer_list<std::string_view> names);

  std::vector<const RecordColumn*> columns_;
  std::string text_;
};

/// Binds a record to the parameters `$first`, `$first+1` ... Borrows from the record.
void bind_record(sql::Query& query, int first, const Record& record, std::string& scratch);

/// What differs between two records, `fetched_at` apart, as `{"name": ["old", "new"]}`; empty when nothing does.
std::string changes_between(const Record& old_record, const Record& new_record);

/// A copy whose texts every engine takes (UTF-8 without zero bytes); nothing when the record is so already.
std::optional<Record> with_storable_texts(const Record& record);

/// The row number of a record; nothing when it is not stored.
std::optional<std::int64_t> record_number(sql::Connection& connection, UserId user, const RecordKey& key);
/// The same, or Error(not_found).
std::int64_t required_record_number(sql::Connection& connection, UserId user, const RecordKey& key);

} // namespace tracekit::store
