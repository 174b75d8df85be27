// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace tracekit::store {

inline constexpr std::array role_names{"tracekit_migrator", "tracekit_writer", "tracekit_reader"};

/// SQL that makes these PostgreSQL roles (the first owns the tables, the others see one person's rows at a time), with
/// their rights to what is there and to what later migrations add. The same for every database; may be run again.
std::string_view roles_sql();

/// Runs it. Throws Error(usage) for an SQLite database, Error(database) when the address's user may not make roles.
/// Returns where the database is, for people.
std::string apply_roles(const std::string& url, double wait_seconds = 0);

} // namespace tracekit::store
