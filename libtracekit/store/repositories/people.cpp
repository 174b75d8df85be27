// SPDX-License-Identifier: MIT
#include "store/repositories/people.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "store/sql/connection.hpp"

namespace tracekit::store {
namespace {

constexpr std::string_view person_query =
    "SELECT id, COALESCE(email, ''), password, state, is_admin, created_at, last_seen_at FROM users";
constexpr const char* claim_name = "claim_token";

PersonState state_of(std::string_view word) {
  return word == "active" ? PersonState::active : word == "pending" ? PersonState::pending : PersonState::blocked;
}

Person person_of(const sql::Query& row) {
  return {row.integer(0),         row.text(1), row.text(2), state_of(row.text(3)), row.integer(4) != 0, row.integer(5),
          row.optional_integer(6)};
}

std::optional<Person> first_person(sql::Query row) { return row.next() ? std::optional(person_of(row)) : std::nullopt; }

std::string address_of(const std::string& email) { return to_lower(trim(email)); }

} // namespace

std::string_view to_string(PersonState state) {
  switch (state) {
  case PersonState::active:
    return "active";
  case PersonState::pending:
    return "pending";
  case PersonState::blocked:
    break;
  }
  return "blocked";
}

std::optional<Person> People::find(const std::string& email) const {
  static const std::string sql = std::string(person_query) + " WHERE email = $1";
  return first_person(connection_->query(sql, address_of(email)));
}

std::optional<Person> People::find(UserId id) const {
  static const std::string sql = std::string(person_query) + " WHERE id = $1";
  return first_person(connection_->query(sql, id));
}

std::vector<Person> People::all() const {
  static const std::string sql = std::string(person_query) + " ORDER BY id";
  std::vector<Person> people;
  sql::Query rows = connection_->query(sql);
  while (rows.next()) {
    people.push_back(person_of(rows));
  }
  return people;
}

bool People::any_password() const {
  return connection_->query("SELECT 1 FROM users WHERE password <> '' LIMIT 1").next();
}

bool People::has_data(UserId id) const {
  connection_->act_for(id);
  for (const char* sql :
       {"SELECT 1 FROM records WHERE user_id = $1 LIMIT 1", "SELECT 1 FROM credentials WHERE user_id = $1 LIMIT 1",
        "SELECT 1 FROM users WHERE id <> $1 LIMIT 1"}) {
    if (connection_->query(sql, id).next()) {
      return true;
    }
  }
  return false;
}

bool People::claim(UserId owner, const std::string& email, const std::string& password) {
  const std::string address = address_of(email);
  sql::Transaction transaction(*connection_);
  if (const auto other = find(address); other && other->id != owner) {
    throw Error(ErrorKind::conflict, fmt::format("there is a user {} already", address));
  }
  const bool is_claimed =
      connection_->execute("UPDATE users SET email = $2, password = $3, state = 'active', is_admin = 1 WHERE id = $1 "
                           "AND NOT EXISTS (SELECT 1 FROM users WHERE password <> '')",
                           owner, address, password) > 0;
  connection_->execute("DELETE FROM database_properties WHERE name = $1", claim_name);
  transaction.commit();
  return is_claimed;
}

UserId People::add_pending(const std::string& email, const std::string& password, EpochSeconds now) {
  sql::Transaction transaction(*connection_);
  sql::Query row = connection_->query("INSERT INTO users (email, password, state, created_at) VALUES ($1, $2, "
                                      "'pending', $3) ON CONFLICT (email) DO NOTHING RETURNING id",
                                      address_of(email), password, now);
  if (!row.next()) {
    throw Error(ErrorKind::conflict, fmt::format("there is a user {} already", address_of(email)));
  }
  const UserId id = row.integer(0);
  row.next();
  transaction.commit();
  return id;
}

void People::set_password(UserId id, const std::string& password) {
  connection_->execute("UPDATE users SET password = $2 WHERE id = $1", id, password);
}

void People::set_state(UserId id, PersonState state) {
  connection_->execute("UPDATE users SET state = $2 WHERE id = $1", id, std::string(to_string(state)));
}

bool People::remove_pending(UserId id) {
  return connection_->execute("DELETE FROM users WHERE id = $1 AND state = 'pending'", id) > 0;
}

std::string People::claim_token() const {
  sql::Query row = connection_->query("SELECT value FROM database_properties WHERE name = $1", claim_name);
  return row.next() ? row.text(0) : "";
}

void People::set_claim_token(const std::string& token) {
  connection_->execute("INSERT INTO database_properties (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
                       claim_name, token);
}

} // namespace tracekit::store
