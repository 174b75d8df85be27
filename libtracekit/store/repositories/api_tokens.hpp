// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/repositories/scope.hpp"

namespace tracekit::store {

/// A token with which a program calls the web server as a person. What the program sends is not stored, only its hash.
struct ApiToken {
  std::int64_t id = 0;
  UserId user = 0;
  std::string name;
  std::string scopes; ///< words, separated by blanks
  EpochSeconds created_at = 0;
  std::optional<EpochSeconds> expires_at;
  std::optional<EpochSeconds> last_used_at; ///< to the minute
  std::optional<EpochSeconds> revoked_at;
  friend bool operator==(const ApiToken&, const ApiToken&) = default;
};

/// One person's tokens.
class ApiTokens : public Scope {
public:
  using Scope::Scope;

  ApiToken add(const std::string& name, const std::string& sha256, const std::string& scopes,
               std::optional<EpochSeconds> expires_at, EpochSeconds now);
  [[nodiscard]] std::vector<ApiToken> list() const; ///< newest first, with those that are good no longer
  /// From now on it is refused. False when there is none such, or it was revoked already.
  bool revoke(std::int64_t id, EpochSeconds now);
};

/// Whose token it is that somebody sent. Not scoped by user.
class ApiTokenIndex {
public:
  explicit ApiTokenIndex(sql::Connection& connection) : connection_(&connection) {}

  [[nodiscard]] std::optional<ApiToken> find(const std::string& sha256) const;
  /// Notes that it was used, unless that was noted less than a minute ago.
  void note_use(const ApiToken& token, EpochSeconds now);

private:
  sql::Connection* connection_;
};

} // namespace tracekit::store
