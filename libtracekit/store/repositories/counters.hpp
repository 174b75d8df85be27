// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace tracekit::sql {
class Connection;
}

namespace tracekit::store {

/// Sums over the life of the installation, which metrics show. Not scoped by user: they tell no person from another.
class Counters {
public:
  explicit Counters(sql::Connection& connection) : connection_(&connection) {}

  /// Adds to the sum of that name and labels (as OpenMetrics writes them: `kind="pull"`). Joins the caller's
  /// transaction.
  void add(const std::string& name, const std::string& labels, double value);

private:
  sql::Connection* connection_;
};

} // namespace tracekit::store
