// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "app/app.hpp"

namespace tracekit::app {

struct RolesReport {
  std::string database; ///< where it is, for people
  std::vector<std::string> roles;
};

/// SQL that makes the roles of a PostgreSQL database, with their rights.
std::string roles_sql();

/// Runs it in the configured database. May be run again.
RolesReport apply_roles(const Overrides& overrides, double wait_seconds);

} // namespace tracekit::app
