// SPDX-License-Identifier: MIT
#include "store/repositories/workers.hpp"

#include "store/sql/connection.hpp"

namespace tracekit::store {

bool has_workers(sql::Connection& connection, std::int64_t silent_ms) {
  return connection.query("SELECT 1 FROM workers WHERE seen_ms >= now_ms() - $1 LIMIT 1", silent_ms).next();
}

} // namespace tracekit::store
