// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "store/sql/driver.hpp"

namespace tracekit::store {

/// Loads `tracekit-postgres.so`, once a process, and connects: beside the executable, in ../lib/tracekit/ of it, or in
/// the folder that $TRACEKIT_LIBRARY_DIR names. So programs that use SQLite do not pay for the client library. Waits up
/// to `wait_seconds` for a server that does not answer yet. Throws Error(database).
std::unique_ptr<sql::Driver> load_postgres_driver(const std::string& url, double wait_seconds);

} // namespace tracekit::store
