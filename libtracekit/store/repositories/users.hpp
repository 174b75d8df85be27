// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace tracekit::sql {
class Connection;
}

namespace tracekit {

/// A person of this installation. The first one is the owner, whom the command line acts for.
using UserId = std::int64_t;

} // namespace tracekit

namespace tracekit::store {

struct User {
  UserId id = 0;
  std::string email; ///< lower case; empty for an owner who has not signed up
  EpochSeconds created_at = 0;
  friend bool operator==(const User&, const User&) = default;
};

/// The people of this installation. Not scoped by user.
class Users {
public:
  explicit Users(sql::Connection& connection) : connection_(&connection) {}

  /// The first user, created when there is none yet.
  User owner(EpochSeconds now);
  /// By e-mail address, upper and lower case alike.
  [[nodiscard]] std::optional<User> find(const std::string& email) const;
  [[nodiscard]] std::optional<User> find(UserId id) const;
  [[nodiscard]] std::vector<User> all() const; ///< by id
  /// Throws Error(conflict) when the address is taken.
  User add(const std::string& email, EpochSeconds now);

private:
  sql::Connection* connection_;
};

} // namespace tracekit::store
