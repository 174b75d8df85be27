// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "providers/spreadsheet/row_alignment.hpp"

namespace tracekit::spreadsheet {

/// Which row is which, kept outside the sheet as the provider's cursor. A row keeps its id when the sheet is sorted,
/// when rows are inserted or deleted, and when cells of it are edited. Ids are `r` and digits of a hash of what the row
/// said when it was first seen, so that a sheet that is read anew after a reset mostly gets the ids that it had.
class RowIdentities {
public:
  /// From a cursor; an empty text knows nothing. Throws Error(database) for a text that is no such cursor.
  static RowIdentities parse(const std::string& cursor);
  [[nodiscard]] std::string text() const;

  /// Gives every row its id and remembers the rows as they are now. Rows that are not there any more stay known until
  /// `drop_vanished`.
  void align(std::vector<LogRow>& rows);

  /// Ids of the rows that are not there any more; forgets them.
  std::vector<std::string> drop_vanished();

  /// As `align`, after a write of our own to the row of this number (0: to none that was there). The row is found
  /// however much of it was written.
  void follow_edit(std::vector<LogRow>& rows, std::uint32_t edited);

  /// The row that an add of this name made or is about to make; empty when there was none.
  [[nodiscard]] std::string added(const std::string& idempotency) const;

  /// Makes the id of a row that is about to be appended, so that it is recognised even if nothing can be remembered
  /// afterwards.
  std::string expect(const std::string& idempotency, LogRow row);

private:
  std::string new_id(const std::string& content_hash);

  std::vector<KnownRow> known_; ///< by number; vanished and expected rows have number 0
  std::set<std::string> ids_;   ///< of known_
  std::map<std::string, std::string> added_;
};

} // namespace tracekit::spreadsheet
