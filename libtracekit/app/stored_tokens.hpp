// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "config/environment.hpp"
#include "net/tokens.hpp"
#include "store/store.hpp"

namespace tracekit::app {

/// The name of the place for which a credential is sealed, so that sealed ones cannot change places.
std::string credential_place(UserId user, const std::string& provider, const std::string& name);

/// Where one person's tokens of one provider are.
struct TokenPlace {
  std::string database_url;
  UserId user = 1;
  std::string provider;
  config::Environment environment;
  std::filesystem::path data_dir; ///< for the key that seals them
};

/// Tokens sealed in the database, on a connection of its own, since providers work on threads of their own. For one
/// thread at a time.
class StoredTokens final : public net::TokenStore {
public:
  explicit StoredTokens(TokenPlace place) : place_(std::move(place)) {}

  std::optional<net::Tokens> load() override;
  void save(const net::Tokens& tokens) override;
  std::unique_ptr<Lock> lock() override;

private:
  Store& store();

  TokenPlace place_;
  std::optional<Store> store_;
};

} // namespace tracekit::app
