// SPDX-License-Identifier: MIT
#include "store/repositories/users.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "store/dialect.hpp"
#include "store/sql/connection.hpp"

namespace tracekit::store {
namespace {

constexpr std::string_view user_query = "SELECT id, email, created_at FROM users";

std::optional<User> first_of(sql::Query row) {
  return row.next() ? std::optional(User{row.integer(0), row.text(1), row.integer(2)}) : std::nullopt;
}

} // namespace

User Users::owner(EpochSeconds now) {
  static const std::string sql = std::string(user_query) + " ORDER BY id LIMIT 1";
  if (const auto found = first_of(connection_->query(sql))) {
    return *found;
  }
  sql::Transaction transaction(*connection_);
  // A fixed id: of two processes that find nobody, one adds the owner.
  connection_->execute("INSERT INTO users (id, is_admin, created_at) VALUES (1, 1, $1) ON CONFLICT DO NOTHING", now);
  if (last_identity(*connection_, "users") == 0) { // a given id does not count for PostgreSQL
    set_last_identity(*connection_, "users", 1);
  }
  const auto owner = first_of(connection_->query(sql));
  transaction.commit();
  return owner.value();
}

std::optional<User> Users::find(const std::string& email) const {
  static const std::string sql = std::string(user_query) + " WHERE email = $1";
  return first_of(connection_->query(sql, to_lower(trim(email))));
}

std::optional<User> Users::find(UserId id) const {
  static const std::string sql = std::string(user_query) + " WHERE id = $1";
  return first_of(connection_->query(sql, id));
}

std::vector<User> Users::all() const {
  static const std::string sql = std::string(user_query) + " ORDER BY id";
  std::vector<User> users;
  sql::Query rows = connection_->query(sql);
  while (rows.next()) {
    users.push_back({rows.integer(0), rows.text(1), rows.integer(2)});
  }
  return users;
}

User Users::add(const std::string& email, EpochSeconds now) {
  const std::string address = to_lower(trim(email));
  sql::Transaction transaction(*connection_);
  sql::Query row = connection_->query(
      "INSERT INTO users (email, created_at) VALUES ($1, $2) ON CONFLICT (email) DO NOTHING RETURNING id", address,
      now);
  if (!row.next()) {
    throw Error(ErrorKind::conflict, fmt::format("there is a user {} already", address));
  }
  const User user{row.integer(0), address, now};
  row.next();
  transaction.commit();
  return user;
}

} // namespace tracekit::store
