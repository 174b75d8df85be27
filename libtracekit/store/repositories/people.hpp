// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/repositories/users.hpp"

namespace tracekit::store {

/// Whether somebody may sign in to the dashboard.
enum class PersonState {
  active,
  pending, ///< signed up, and waits for an administrator
  blocked,
};
std::string_view to_string(PersonState state);

/// A user as the dashboard knows him.
struct Person {
  UserId id = 0;
  std::string email;
  std::string password; ///< as config/password.hpp makes it; empty: none, and no way to sign in
  PersonState state = PersonState::active;
  bool is_admin = false;
  EpochSeconds created_at = 0;
  std::optional<EpochSeconds> last_seen_at; ///< to the minute
};

/// The people of this installation and how they sign in. Not scoped by user.
class People {
public:
  explicit People(sql::Connection& connection) : connection_(&connection) {}

  /// By e-mail address, upper and lower case alike.
  [[nodiscard]] std::optional<Person> find(const std::string& email) const;
  [[nodiscard]] std::optional<Person> find(UserId id) const;
  [[nodiscard]] std::vector<Person> all() const; ///< by id
  /// Whether anybody can sign in.
  [[nodiscard]] bool any_password() const;
  /// Whether there is anything of this person that somebody else must not get.
  [[nodiscard]] bool has_data(UserId id) const;

  /// The first sign-up: the owner gets an address and a password. Throws Error(conflict) when somebody else has the
  /// address. False when somebody has a password by now.
  bool claim(UserId owner, const std::string& email, const std::string& password);
  /// Somebody who has to wait.
  UserId add_pending(const std::string& email, const std::string& password, EpochSeconds now);
  void set_password(UserId id, const std::string& password);
  void set_state(UserId id, PersonState state);
  /// False when he is not pending any more.
  bool remove_pending(UserId id);

  /// What lets the owner be claimed; empty when there is none. The first one that is set stays until then.
  [[nodiscard]] std::string claim_token() const;
  void set_claim_token(const std::string& token);

private:
  sql::Connection* connection_;
};

} // namespace tracekit::store
