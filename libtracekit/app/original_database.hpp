// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <string>
#include <vector>

#include "app/app.hpp"
#include "store/original/original_database.hpp"

namespace tracekit::app {

/// What came of one provider's records.
struct TakenRecords {
  std::string provider;
  store::UpsertCounts counts;
  std::uint64_t newer_here = 0; ///< left as they are: the provider itself was asked since
  std::uint64_t by_answer = 0;  ///< of all, with times and totals as the service had answered
};

struct TakenPerson {
  UserId user = 0;
  std::string email; ///< empty for the owner whom the command line acts for
  std::vector<TakenRecords> records;
  std::vector<std::string> settings;    ///< dotted keys
  std::vector<std::string> credentials; ///< dotted keys, or `providers.strava.tokens`
  std::uint64_t months = 0;             ///< that had been pulled
};

/// What the Python tool's database holds and what of it is here now.
struct OriginalReport {
  std::string location;
  std::vector<TakenPerson> people;
  /// What was not taken over, by place and reason, with how often.
  std::map<std::pair<std::string, std::string>, std::uint64_t> left_out;

  void leave_out(const std::string& place, const std::string& reason, std::uint64_t count = 1) {
    left_out[{place, reason}] += count;
  }
};

nlohmann::json to_json(const OriginalReport& report);

/// Takes over people, settings, credentials, records and pulled months of the Python tool. What a provider told here
/// since, and what a person has set here, stays. May be killed and run again at any time: nothing comes twice. The
/// person who runs it becomes that tool's command line (its user 0); its other users become people of theirs.
OriginalReport take_over(const Overrides& overrides, const store::OriginalDatabase& original, ProgressSink& progress,
                         const Cancellation& cancellation);

} // namespace tracekit::app
