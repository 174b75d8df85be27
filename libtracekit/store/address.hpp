// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "store/sql/driver.hpp"

namespace tracekit::store {

/// A database address taken apart.
struct Address {
  sql::Engine engine = sql::Engine::sqlite;
  std::string target; ///< a path, `:memory:`, or the whole postgresql:// address
};

/// Reads an address as `Store` documents it. Throws Error(config) that says how one looks, without repeating a
/// password.
Address parse_address(const std::string& url);

} // namespace tracekit::store
