// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "store/sql/connection.hpp"

namespace tracekit {
class StoreLock;
}

namespace tracekit::store {

/// See `Store::try_lock`. SQLite: a byte of the file `<database>.locks`, chosen by the name, is locked. PostgreSQL: a
/// session advisory lock.
std::unique_ptr<StoreLock> try_lock(sql::Connection& connection, const std::string& name);

} // namespace tracekit::store
