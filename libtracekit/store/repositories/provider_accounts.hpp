// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "store/repositories/users.hpp"

namespace tracekit::store {

/// Whose account a provider's message is about. Not scoped by user: a message only names the account, and two people
/// may share one.
class ProviderAccounts {
public:
  explicit ProviderAccounts(sql::Connection& connection) : connection_(&connection) {}

  /// Somebody signed in to this account; of one provider a person has one.
  void set(UserId user, const std::string& provider, const std::string& account, EpochSeconds now);
  /// The person has ended the sign-in.
  void erase(UserId user, const std::string& provider);
  [[nodiscard]] std::vector<UserId> owners(const std::string& provider, const std::string& account) const; ///< by id

private:
  sql::Connection* connection_;
};

} // namespace tracekit::store
