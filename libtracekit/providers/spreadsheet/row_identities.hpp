// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "providers/spreadsheet/row_reader.hpp"

namespace tracekit::spreadsheet {

/// Which row is which, kept outside the sheet. A row keeps its id when the sheet is sorted, when rows are inserted or deleted, and when
/// cells of it are edited. Ids are `r1`, `r2` ... and never given twice.
class RowIdentities {
public:
  /// From the cursor of the last read; an empty text knows nothing. Throws Error(database) for a text that is no such cursor.
  static RowIdentities parse(const std::string &cursor);
  [[nodiscard]] std::string text() const;

  /// Gives every row its id: by an id of a service in the row, else by equal content, else by date and likeness, else by place
  /// and likeness, else a new one. Returns the ids of rows that are no longer there. Remembers the rows as they are now.
  std::vector<std::string> align(std::vector<LogRow> &rows);

  /// The row that an add of this name made; empty when there was none.
  [[nodiscard]] std::string added(const std::string &idempotency) const;
  void remember_added(const std::string &idempotency, const std::string &id) { added_[idempotency] = id; }

  /// Sets ids by row number after an edit that moved no row; rows beyond what is known are new.
  void follow_edit(std::vector<LogRow> &rows);

private:
  struct Known {
    std::string id;
    std::uint32_t number = 0;
    std::string content_hash;
    std::string date;
    std::string name;
    std::string type;
    std::string distance;
    std::string external; ///< `garmin:123`, or empty
  };

  static Known known_of(const LogRow &row);
  static int likeness(const Known &a, const Known &b);
  std::string new_id();

  std::uint64_t next_ = 1;
  std::vector<Known> known_;
  std::map<std::string, std::string> added_;
};

} // namespace tracekit::spreadsheet
