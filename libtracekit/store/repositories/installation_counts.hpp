// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/repositories/users.hpp"

namespace tracekit::store {

/// Numbers over everybody, for those who watch the installation. Not scoped by user; cheap enough to be asked for every
/// few seconds.
class InstallationCounts {
public:
  explicit InstallationCounts(sql::Connection& connection) : connection_(&connection) {}

  struct JobCount {
    std::string kind;
    std::string state;
    std::int64_t count = 0;
  };
  [[nodiscard]] std::vector<JobCount> jobs() const;

  struct Waiting {
    std::int64_t due = 0;                         ///< jobs whose time has come and that no worker has taken
    std::optional<EpochMillis> due_since_ms = {}; ///< of the one that waits longest
  };
  [[nodiscard]] Waiting waiting(EpochMillis now_ms) const;

  struct ProviderRecords {
    std::string provider;
    std::int64_t records = 0;
  };
  /// Those with a day, as the months' summaries count them.
  [[nodiscard]] std::vector<ProviderRecords> records() const;

  struct ProviderLimit {
    std::string provider;
    EpochSeconds until = 0; ///< the latest, where several people meet it
  };
  [[nodiscard]] std::vector<ProviderLimit> limits() const;

  [[nodiscard]] std::int64_t users() const;

  /// A sum that work leaves behind for those who watch.
  struct Counter {
    std::string name;
    std::string labels; ///< as OpenMetrics writes them
    double value = 0;
  };
  [[nodiscard]] std::vector<Counter> counters() const; ///< by name and labels

private:
  sql::Connection* connection_;
};

} // namespace tracekit::store
