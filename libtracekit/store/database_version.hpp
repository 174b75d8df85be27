// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "store/sql/connection.hpp"

namespace tracekit::store {

/// A word that is another one once somebody else than this connection has committed something. Takes a look at shared
/// memory (SQLite) or a round trip (PostgreSQL, where commits to other databases of the server change it, too).
std::string database_version(sql::Connection& connection);

} // namespace tracekit::store
