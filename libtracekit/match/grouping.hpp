// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "match/stages.hpp"

namespace tracekit::match {

/// Makes groups of clusters, one after the other.
class Grouping {
public:
  explicit Grouping(const Workbench& bench) : bench_(bench) {}

  Group group_of(Index root);

private:
  /// The clearest comparison, and with whom.
  struct Reason {
    Score score;
    Index witness;
  };

  [[nodiscard]] Reason best_reason(Index member, Index primary);
  [[nodiscard]] Score reason_of_row(Index member);
  void tell_reasons(Index member, Index primary, Member& out, std::vector<Evidence>& evidence);
  void mark_duplicates(std::vector<Member>& out) const;

  const Workbench& bench_;
  std::vector<Index> members_;
  std::vector<const Item*> witnesses_; // used again for each group, as the members are
};

} // namespace tracekit::match
