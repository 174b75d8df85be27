// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "model/record.hpp"
#include "store/repositories/users.hpp"

namespace tracekit::store {

/// Where a record's row is, and the day that it counts for.
struct RecordPlace {
  std::int64_t number = 0;
  std::optional<std::int64_t> local_day;
};
using RecordPlaces = std::map<RecordKey, RecordPlace>;

/// The rows of many records, a few dozen a query. Records that are not stored are left out.
RecordPlaces record_places(sql::Connection& connection, UserId user, const std::vector<RecordKey>& keys);

} // namespace tracekit::store
