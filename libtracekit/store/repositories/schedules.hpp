// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/repositories/scope.hpp"

namespace tracekit::store {

/// A job that is added again and again.
struct Schedule {
  std::int64_t id = 0;
  UserId user = 0;
  std::string name;       ///< one of a kind for its person
  std::string expression; ///< when, see jobs/schedule_expression.hpp
  std::string time_zone;  ///< IANA name, in which the expression is meant
  std::string kind;       ///< of the jobs
  std::string arguments = "{}";
  bool enabled = true;
  EpochSeconds next_at = 0;
  std::optional<EpochSeconds> last_at; ///< the time for which it was last started
  friend bool operator==(const Schedule&, const Schedule&) = default;
};

/// One person's schedules.
class Schedules : public Scope {
public:
  using Scope::Scope;

  /// Replaces the one of the same name. `id`, `user` and `last_at` do not count.
  void save(const Schedule& schedule);
  bool erase(const std::string& name);
  [[nodiscard]] std::optional<Schedule> find(const std::string& name) const;
  [[nodiscard]] std::vector<Schedule> all() const; ///< by name
};

/// Everybody's schedules, for those who start what is due. Not scoped by user.
class DueSchedules {
public:
  explicit DueSchedules(sql::Connection& connection) : connection_(&connection) {}

  [[nodiscard]] std::vector<Schedule> due(EpochSeconds now) const;
  /// The earliest time of any.
  [[nodiscard]] std::optional<EpochSeconds> next() const;
  /// Moves it on, for whoever comes first: false when another one did, or when it was changed. In the transaction that
  /// adds the job.
  bool advance(const Schedule& schedule, EpochSeconds next_at);

private:
  sql::Connection* connection_;
};

} // namespace tracekit::store
