// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "app/unsaved_tokens.hpp"
#include "config/secret_key.hpp"
#include "net/tokens.hpp"
#include "store/store.hpp"

namespace tracekit::app {

/// The name of the place for which a credential is sealed, so that sealed ones cannot change places.
std::string credential_place(UserId user, const std::string& provider, const std::string& name);

/// Waits until nobody else renews or replaces these tokens, which holds as long as the lock. Throws Error(conflict)
/// after a minute.
std::unique_ptr<StoreLock> wait_for_tokens(Store& store, UserId user, const std::string& provider);

/// The key with which something is to be sealed that goes into this database. Inside a transaction, so that it is still
/// the right one when that ends. Throws Error(config) when it is not among `keys`.
const config::SecretKey& sealing_key(Store& store, const config::SecretKeys& keys);

/// The name of the credential that tokens are.
inline constexpr const char* token_credential = "tokens";

/// In the `extra` of tokens: what tells this sign-in from others, however often it is renewed.
inline constexpr const char* sign_in_mark = "sign_in";

/// What was sealed as tokens.
net::Tokens tokens_of(const Secret& text);

/// Tokens sealed in the database, on a connection of its own, since providers work on threads of their own. On their
/// way there they are in a file (UnsavedTokens), so that nothing can lose them. For one thread at a time.
class StoredTokens final : public net::TokenStore {
public:
  explicit StoredTokens(TokenPlace place) : place_(std::move(place)), unsaved_(place_) {}

  std::optional<net::Tokens> load() override;
  /// Does not throw for a database that is locked or away: the tokens are put into it by a later `recover`.
  void save(const net::Tokens& tokens) override;
  std::unique_ptr<Lock> lock() override;

  /// Puts tokens into the database that could not be saved before, unless another process is at work with them.
  void recover();

private:
  Store& store();
  std::optional<Bytes> find_sealed();
  void save_in_database(const Secret& text);
  [[nodiscard]] std::string place() const;
  [[nodiscard]] config::SecretKeys keys() const;

  TokenPlace place_;
  UnsavedTokens unsaved_;
  std::optional<Store> store_;
};

} // namespace tracekit::app
