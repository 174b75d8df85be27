// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/secret.hpp"
#include "base/time.hpp"

namespace tracekit::net {

/// What signing in gave.
struct Tokens {
  Secret access;
  Secret refresh;                           ///< empty where the provider gives none
  std::optional<EpochSeconds> expires_at;   ///< of `access`; nothing: until it is taken back
  std::vector<std::string> scopes;          ///< as granted
  std::map<std::string, std::string> extra; ///< account id, name and the like; nothing secret
};

/// Where the tokens of one provider are kept. May be used from the provider's thread.
class TokenStore {
public:
  virtual ~TokenStore() = default;
  /// What is stored now; nothing when nobody signed in.
  virtual std::optional<Tokens> load() = 0;
  virtual void save(const Tokens& tokens) = 0;

  /// Lives as long as no other process may refresh these tokens.
  class Lock {
  public:
    virtual ~Lock() = default;
  };
  /// Waits its turn. Throws Error(conflict) when that takes too long. Load again under it: somebody else may just have
  /// refreshed.
  virtual std::unique_ptr<Lock> lock() = 0;
};

} // namespace tracekit::net
