// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/timezone.hpp"
#include "match/match.hpp"

namespace tracekit::test {

struct KeyedGroup {
  std::vector<Link> links;
};

struct KeyedQuestion {
  RecordKey a;
  RecordKey b;
  std::string why;
};

/// A result that tells records by their keys.
struct Matched {
  std::vector<KeyedGroup> groups;
  std::vector<KeyedQuestion> questions;
};

inline Matched matched(const std::vector<Record>& records, const match::Constraints& constraints = {},
                       const std::string& home = "Europe/Berlin") {
  Matched out;
  const match::Result result = match::match_records(records, constraints, TimeZone(home));
  for (const match::Group& group : result.groups) {
    KeyedGroup& keyed = out.groups.emplace_back();
    for (const match::Member& member : group.members) {
      const auto reasons = group.reasons_of(member);
      keyed.links.push_back(
          {records.at(member.record).key, member.kind, member.role, member.score, {reasons.begin(), reasons.end()}});
    }
  }
  for (const match::Question& question : result.questions) {
    out.questions.push_back({records.at(question.a).key, records.at(question.b).key, question.why});
  }
  return out;
}

/// The groups as sets of `provider:id`, whatever their order.
inline std::set<std::set<std::string>> sets_of(const Matched& result) {
  std::set<std::set<std::string>> sets;
  for (const KeyedGroup& group : result.groups) {
    std::set<std::string> members;
    for (const Link& link : group.links) {
      members.insert(link.record.provider + ":" + link.record.id);
    }
    sets.insert(members);
  }
  return sets;
}

enum class Verdict { link, ask, no };

/// What becomes of two records that stand alone in the world.
inline Verdict verdict(const Record& a, const Record& b, const std::string& home = "Europe/Berlin") {
  const Matched result = matched({a, b}, {}, home);
  if (result.groups.size() == 1) {
    return Verdict::link;
  }
  return result.questions.empty() ? Verdict::no : Verdict::ask;
}

inline const Link& link_of(const Matched& result, const std::string& provider, const std::string& id) {
  for (const KeyedGroup& group : result.groups) {
    for (const Link& link : group.links) {
      if (link.record == RecordKey{provider, id}) {
        return link;
      }
    }
  }
  throw std::logic_error("no such record in the result");
}

inline bool has_words(const Link& link, const std::string& words) {
  return std::any_of(link.evidence.begin(), link.evidence.end(),
                     [&](const Evidence& evidence) { return words_of(evidence) == words; });
}

} // namespace tracekit::test
