// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "app/app.hpp"
#include "app/clock_doctor.hpp"
#include "match/match.hpp"
#include "model/month.hpp"

namespace tracekit::app {

/// What people have said, as far as matching goes by it.
struct MatchingWords {
  explicit MatchingWords(App& app);

  match::Constraints constraints;
  std::set<RecordKey> ignored;
  AcceptedCorrections corrections;
};

/// Local days, both included.
struct Days {
  std::int64_t first = 0;
  std::int64_t last = -1;
  [[nodiscard]] bool contain(std::optional<std::int64_t> day) const { return day && *day >= first && *day <= last; }
};

/// What one matching run works on. Stays open from month to month: records are large, and what two windows hold is read
/// once.
class MatchingWindow {
public:
  MatchingWindow(App& app, const MatchingWords& words) : app_(app), words_(words) {}

  /// Reads the month's records and those of the days around it that may belong to them, with clocks corrected.
  void open(Month month);

  [[nodiscard]] const Record& record(const match::Member& member) const { return found.records[member.record]; }
  [[nodiscard]] const store::Placement& placement(const match::Member& member) const {
    return found.placements[member.record];
  }
  [[nodiscard]] std::optional<std::int64_t> day(const match::Member& member) const { return days[member.record]; }
  [[nodiscard]] std::optional<ActivityId> activity(const match::Member& member) const {
    return activities[member.record];
  }

  /// What was stored meanwhile: that the members of a group belong to an activity, and that one became another.
  void note_saved(const match::Group& group, store::MatchedActivity& activity);
  void note_merged(ActivityId younger, ActivityId older);

  Days inner; ///< the month itself: only what touches it is saved
  store::PlacedRecords found;
  std::vector<std::optional<std::int64_t>> days; ///< local, with clocks corrected; parallel to the records
  /// Those that the records are to stay with, parallel to them.
  std::vector<std::optional<ActivityId>> activities;
  std::unordered_map<ActivityId, std::size_t> sizes; ///< records of the window by activity

private:
  void keep(std::size_t first, const std::function<bool(std::size_t)>& stays);
  std::int64_t keep_what_is_known(Days outer);
  void add_declared_partners();
  void find_where_they_stand();
  void part_from_far_activities();

  App& app_;
  const MatchingWords& words_;
  Days outer_; ///< the month and the days around it
};

} // namespace tracekit::app
