// SPDX-License-Identifier: MIT
#pragma once

#include "store/repositories/users.hpp"
#include "store/sql/connection.hpp"

namespace tracekit::store {

/// What every repository of one person starts from: a connection, and the user that each of its statements names. The
/// connection is told of the user as well, since repositories of several people may share it.
class Scope {
public:
  Scope(sql::Connection& connection, UserId user) : connection_(&connection), user_(user) {}

  [[nodiscard]] UserId user() const { return user_; }

protected:
  [[nodiscard]] sql::Connection& connection() const {
    connection_->act_for(user_);
    return *connection_;
  }

private:
  sql::Connection* connection_;
  UserId user_;
};

} // namespace tracekit::store
