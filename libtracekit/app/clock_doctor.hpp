// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

#include "app/app.hpp"
#include "store/repositories/clock_corrections.hpp"

// Providers whose records start wrong by the same amount again and again: a wrong time zone, a device clock that was
// never set.
namespace tracekit::app {

/// One record that is off, beside one of the same workout that tells the time otherwise.
struct ClockWitness {
  RecordKey record;
  RecordKey other;
  EpochSeconds start = 0;       ///< of the record
  EpochSeconds other_start = 0; ///< of the other
  std::string name;
};

/// A stretch of days on which a provider's records start a whole number of quarter hours away from the others'.
struct ClockOffset {
  std::string id; ///< `provider@YYYY-MM-DD`, its first day
  std::string provider;
  std::int64_t first_day = 0;
  std::int64_t last_day = 0;
  std::int64_t offset_s = 0;           ///< positive: it starts later than the others say
  std::size_t records = 0;             ///< that are off by this
  std::size_t in_step = 0;             ///< its records of these days that agree with the others
  std::vector<ClockWitness> witnesses; ///< the first few
};

/// Stretches with at least five records that nobody has said anything about yet, by provider and day. Looks at every
/// activity.
std::vector<ClockOffset> clock_offsets(App& app);

/// Remembers the word on a stretch and matches its months again. Throws Error(not_found) for an id that is not open.
void say_on_clock(App& app, const std::string& id, bool accepted);

/// Moves the start of a record that is `offset_s` too late, and its local time with it unless that was right all the
/// time (local time written as UTC).
void correct_start(Record& record, std::int64_t offset_s, const TimeZone& home);

/// What a person has accepted, for whatever reads records.
class AcceptedCorrections {
public:
  explicit AcceptedCorrections(App& app);
  /// Corrects the start of a record that an accepted correction covers.
  void apply(Record& record) const;

private:
  const TimeZone& home_;
  std::vector<store::ClockCorrection> corrections_;
};

nlohmann::json to_json(const std::vector<ClockOffset>& offsets);

} // namespace tracekit::app
