// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/sql/connection.hpp"

namespace tracekit::store {

/// A table whose next row would get a number that was given before, as after a careless restore. Old references would
/// lead to new rows.
struct LateIdentity {
  std::string table;
  std::int64_t last = 0;   ///< that it believes to have given
  std::int64_t newest = 0; ///< that is there
};

std::vector<LateIdentity> late_identities(sql::Connection& connection);

/// Makes it go on behind the newest row.
void continue_identity(sql::Connection& connection, const LateIdentity& late);

} // namespace tracekit::store
