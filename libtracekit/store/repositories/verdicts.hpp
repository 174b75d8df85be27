// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/record.hpp"
#include "store/repositories/scope.hpp"

namespace tracekit::store {

enum class VerdictKind { same, different };
std::string_view to_string(VerdictKind kind);

/// A person's word on two records. `a` < `b`.
struct Verdict {
  RecordKey a;
  RecordKey b;
  VerdictKind kind = VerdictKind::same;
  EpochSeconds said_at = 0;
  friend bool operator==(const Verdict&, const Verdict&) = default;
};

/// What a person has said about matching. Refers to record identities, not rows: it survives `reset` and a new pull.
class Verdicts : public Scope {
public:
  using Scope::Scope;

  /// Remembers; a later word on the same pair replaces the earlier one. The order of the two does not matter.
  void say(const RecordKey& a, const RecordKey& b, VerdictKind kind, EpochSeconds when);
  /// Forgets the word on a pair; false when there was none.
  bool withdraw(const RecordKey& a, const RecordKey& b);
  [[nodiscard]] std::vector<Verdict> all() const; ///< by a, then b
  [[nodiscard]] std::vector<Verdict> about(const RecordKey& key) const;

  void ignore(const RecordKey& key, EpochSeconds when);
  bool stop_ignoring(const RecordKey& key);
  [[nodiscard]] std::vector<RecordKey> ignored() const;
};

/// Two records that may be one workout; the person should say.
struct Question {
  std::int64_t id = 0;
  RecordKey a; ///< a < b
  RecordKey b;
  double score = 0;
  std::string why;
  std::int64_t day = 0; ///< local day that it belongs to
  friend bool operator==(const Question&, const Question&) = default;
};

/// Doubtful matches that wait for a person. Both records must be stored; a question goes with either of them.
class Questions : public Scope {
public:
  using Scope::Scope;

  /// Makes these the open questions of the local days [from, to]. A question that stays keeps its id.
  void replace(std::int64_t from_day, std::int64_t to_day, std::span<const Question> questions);
  [[nodiscard]] std::vector<Question> open() const; ///< newest day first
  [[nodiscard]] std::int64_t open_count() const;
  [[nodiscard]] std::vector<Question> open_in_days(std::int64_t from_day, std::int64_t to_day) const; ///< by day
  [[nodiscard]] std::optional<Question> find(std::int64_t id) const;
  /// Remembers the answer as a verdict and closes the question. Throws Error(not_found).
  Verdict answer(std::int64_t id, VerdictKind verdict, EpochSeconds when);
};

} // namespace tracekit::store
