// SPDX-License-Identifier: MIT
#include "store/repositories/provider_accounts.hpp"

#include "store/sql/connection.hpp"

namespace tracekit::store {

void ProviderAccounts::set(UserId user, const std::string& provider, const std::string& account, EpochSeconds now) {
  sql::Transaction transaction(*connection_);
  connection_->execute("DELETE FROM provider_accounts WHERE user_id = $1 AND provider = $2 AND account <> $3", user,
                       provider, account);
  connection_->execute("INSERT INTO provider_accounts (provider, account, user_id, since) VALUES ($1, $2, $3, $4) "
                       "ON CONFLICT DO NOTHING",
                       provider, account, user, now);
  transaction.commit();
}

void ProviderAccounts::erase(UserId user, const std::string& provider) {
  connection_->execute("DELETE FROM provider_accounts WHERE user_id = $1 AND provider = $2", user, provider);
}

std::vector<UserId> ProviderAccounts::owners(const std::string& provider, const std::string& account) const {
  std::vector<UserId> users;
  sql::Query rows = connection_->query(
      "SELECT user_id FROM provider_accounts WHERE provider = $1 AND account = $2 ORDER BY user_id", provider, account);
  while (rows.next()) {
    users.push_back(rows.integer(0));
  }
  return users;
}

} // namespace tracekit::store
