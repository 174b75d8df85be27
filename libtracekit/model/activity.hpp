// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/evidence.hpp"
#include "model/record.hpp"

namespace tracekit {

/// A 64-bit number that is never reused. Two activities that turn out to be one keep the older id; the younger
/// becomes an alias that still resolves.
using ActivityId = std::int64_t;

/// How a record belongs to its activity.
enum class LinkKind {
  founder,   ///< the first record of the activity
  automatic, ///< matched, with a score
  person,    ///< a person said so; the machine never changes it
};
std::string_view to_string(LinkKind kind);

/// What part a record plays among others of the same provider in one activity.
enum class LinkRole { member, duplicate, part };
std::string_view to_string(LinkRole role);

struct Link {
  RecordKey record;
  LinkKind kind = LinkKind::founder;
  LinkRole role = LinkRole::member;
  double score = 0; ///< bits; 0 for founders
  std::vector<Evidence> evidence;
  friend bool operator==(const Link&, const Link&) = default;
};

/// One real workout: a stable id and the records that describe it.
struct Activity {
  ActivityId id = 0;
  std::vector<Link> links; ///< by provider, then record id
  friend bool operator==(const Activity&, const Activity&) = default;
};

} // namespace tracekit
