// SPDX-License-Identifier: MIT
#include "store/repositories/installation_counts.hpp"

#include "store/sql/connection.hpp"

namespace tracekit::store {

std::vector<InstallationCounts::JobCount> InstallationCounts::jobs() const {
  std::vector<JobCount> counts;
  sql::Query rows =
      connection_->query("SELECT kind, state, COUNT(*) FROM jobs GROUP BY kind, state ORDER BY kind, state");
  while (rows.next()) {
    counts.push_back({rows.text(0), rows.text(1), rows.integer(2)});
  }
  return counts;
}

InstallationCounts::Waiting InstallationCounts::waiting(EpochMillis now_ms) const {
  sql::Query row =
      connection_->query("SELECT COUNT(*), MIN(run_at_ms) FROM jobs WHERE state = 'ready' AND run_at_ms <= $1", now_ms);
  row.next();
  return {row.integer(0), row.optional_integer(1)};
}

std::vector<InstallationCounts::ProviderRecords> InstallationCounts::records() const {
  std::vector<ProviderRecords> counts;
  sql::Query rows = connection_->query("SELECT provider, CAST(SUM(records) AS BIGINT) FROM month_providers "
                                       "GROUP BY provider ORDER BY provider");
  while (rows.next()) {
    counts.push_back({rows.text(0), rows.integer(1)});
  }
  return counts;
}

std::vector<InstallationCounts::ProviderLimit> InstallationCounts::limits() const {
  std::vector<ProviderLimit> limits;
  sql::Query rows = connection_->query("SELECT provider, MAX(rate_limited_until) FROM provider_status "
                                       "WHERE rate_limited_until IS NOT NULL GROUP BY provider ORDER BY provider");
  while (rows.next()) {
    limits.push_back({rows.text(0), rows.integer(1)});
  }
  return limits;
}

std::vector<InstallationCounts::Counter> InstallationCounts::counters() const {
  std::vector<Counter> counters;
  sql::Query rows = connection_->query("SELECT name, labels, value FROM counters ORDER BY name, labels");
  while (rows.next()) {
    counters.push_back({rows.text(0), rows.text(1), rows.real(2)});
  }
  return counters;
}

std::int64_t InstallationCounts::users() const {
  sql::Query row = connection_->query("SELECT COUNT(*) FROM users");
  row.next();
  return row.integer(0);
}

} // namespace tracekit::store
