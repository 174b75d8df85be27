// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/repositories/people.hpp"
#include "store/repositories/scope.hpp"

namespace tracekit::store {

/// A browser in which somebody is signed in. What it sends is not stored, only its hash.
struct Session {
  std::int64_t id = 0;
  UserId user = 0;
  std::string agent; ///< what the browser calls itself
  std::string peer;  ///< from where it signed in
  EpochSeconds created_at = 0;
  EpochSeconds last_seen_at = 0; ///< to the minute
};

/// One person's sessions.
class Sessions : public Scope {
public:
  using Scope::Scope;

  Session add(const std::string& sha256, const std::string& agent, const std::string& peer, EpochSeconds now);
  [[nodiscard]] std::vector<Session> list() const; ///< newest first
  /// False when there is none such.
  bool end(std::int64_t id);
  /// All but this one.
  void end_others(std::int64_t kept);
};

/// Whose session it is of which something was sent. Not scoped by user.
class SessionIndex {
public:
  explicit SessionIndex(sql::Connection& connection) : connection_(&connection) {}

  struct Found {
    Session session;
    Person person; ///< without his password
  };
  [[nodiscard]] std::optional<Found> find(const std::string& sha256) const;
  /// Notes that its person was here, unless that was noted less than a minute ago.
  void note_use(const Session& session, EpochSeconds now);
  /// Those that nobody can use any more.
  void forget_old(EpochSeconds created_before, EpochSeconds seen_before);

private:
  sql::Connection* connection_;
};

} // namespace tracekit::store
