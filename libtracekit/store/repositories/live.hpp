// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/month.hpp"
#include "store/repositories/jobs.hpp"
#include "store/repositories/scope.hpp"

namespace tracekit::store {

/// What came of one change of a job that applies changes.
struct ChangeOutcome {
  std::int64_t id = 0;
  JobId job = 0;
  std::string change;
  bool done = false;
  std::string message; ///< why not, or a remark; for people
};

/// What a page of one person shows live, read often and therefore cheaply: compared with what it was before, it tells
/// what has changed since.
class Live : public Scope {
public:
  using Scope::Scope;

  /// A text for each month that is another one whenever the calendar shows something else.
  [[nodiscard]] std::map<Month, std::string> months() const;
  [[nodiscard]] std::int64_t unread_notifications(EpochSeconds now) const;

  void note_outcome(JobId job, const std::string& change, bool done, const std::string& message);
  /// Those after this one, oldest first.
  [[nodiscard]] std::vector<ChangeOutcome> outcomes_after(std::int64_t id) const;
  [[nodiscard]] std::int64_t last_outcome() const; ///< 0: none yet

  /// Ids of the person's sessions and good tokens; none of a person who may not come in.
  struct Entrances {
    std::vector<std::int64_t> sessions;
    std::vector<std::int64_t> tokens;
  };
  [[nodiscard]] Entrances entrances(EpochSeconds now) const;
};

} // namespace tracekit::store
