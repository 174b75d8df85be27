// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "store/sql/connection.hpp"

namespace tracekit::store {

/// Which key seals the secrets in this database, and the order of those who seal and the one who changes the key: what
/// is sealed while the key is changed would otherwise be sealed with a key that is about to go.
class Sealing {
public:
  explicit Sealing(sql::Connection& connection) : connection_(&connection) {}

  /// The id of the key, as hexadecimal digits; empty as long as it was never changed. Inside a transaction: until that
  /// ends nobody changes the key.
  [[nodiscard]] std::string key_id();

  /// Inside a transaction: waits for those who are sealing and keeps others waiting until it ends.
  void begin_change();
  void set_key_id(const std::string& id);

private:
  sql::Connection* connection_;
};

} // namespace tracekit::store
