// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "model/activity.hpp"
#include "model/record.hpp"

namespace tracekit::match {

/// What is fixed before the machine thinks.
struct Constraints {
  /// Pairs that a person has declared the same or different. Never contradicted.
  std::vector<std::pair<RecordKey, RecordKey>> same;
  std::vector<std::pair<RecordKey, RecordKey>> different;
};

/// A record in its group. Records are meant by their places among those that were given: their keys are long, and
/// whoever gave them knows them.
struct Member {
  std::uint32_t record = 0;
  LinkKind kind = LinkKind::founder;
  LinkRole role = LinkRole::member;
  double score = 0; ///< bits; 0 for founders
  std::uint32_t first_reason = 0;
  std::uint32_t reasons = 0; ///< see Group
};

/// The records of one workout. The first is the primary, which is the best witness: a device's file goes before what
/// was recorded with positions, then services, what was typed, and the spreadsheet.
struct Group {
  std::vector<Member> members; ///< the primary is the founder, the others tell why they joined
  std::vector<Evidence>
      evidence; ///< of all members, one after the other: a list for each would cost more than to find it

  [[nodiscard]] std::span<const Evidence> reasons_of(const Member& member) const {
    return std::span(evidence).subspan(member.first_reason, member.reasons);
  }
};

/// Two records that may be the same; a person should say. The key of `a` is the smaller one.
struct Question {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  double score = 0;
  std::string why; ///< one sentence: what is doubtful
  std::vector<Evidence> evidence;
};

struct Result {
  std::vector<Group> groups; ///< every record stands in exactly one; ordered by start, then key
  std::vector<Question> questions;
};

/// Groups the records of one athlete into workouts. Pure and deterministic: the order of `records` does not matter.
/// `home` serves records without a zone of their own. Records that are deleted must be left out by the caller.
/// Linear in the number of records but for days with many candidates (sort by start; windows).
Result match_records(std::span<const Record> records, const Constraints& constraints, const TimeZone& home);

/// The evidence for and against one pair, without deciding; for `why`.
struct PairScore {
  double bits = 0;
  std::vector<Evidence> evidence;
};
PairScore score_pair(const Record& a, const Record& b, const TimeZone& home);

} // namespace tracekit::match
