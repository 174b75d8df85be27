// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace tracekit::sql {
class Connection;
}

namespace tracekit::store {

/// Whether any worker has been heard of within that time, so that jobs are done.
bool has_workers(sql::Connection& connection, std::int64_t silent_ms);

} // namespace tracekit::store
