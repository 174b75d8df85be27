// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "store/repositories/live.hpp"
#include "store/store.hpp"

namespace tracekit::web {

/// What a person's pages were told last, and what is different now.
class WatchedPerson {
public:
  /// Name and data of each event: `{"month", "{\"month\": \"2025-08\"}"}`.
  using Events = std::vector<std::pair<std::string, std::string>>;

  /// What is there already is no news.
  WatchedPerson(Store& store, UserId user, EpochSeconds now);

  Events news(Store& store, EpochSeconds now);

private:
  struct Seen {
    std::map<store::JobId, std::string> jobs; ///< as JSON
    std::map<Month, std::string> months;
    std::int64_t unread = 0;
  };
  [[nodiscard]] Seen look(Store& store, EpochSeconds now) const;

  UserId user_;
  Seen seen_;
  std::int64_t last_outcome_ = 0;
};

} // namespace tracekit::web
