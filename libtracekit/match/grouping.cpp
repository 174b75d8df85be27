// SPDX-License-Identifier: MIT
#include "match/grouping.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace tracekit::match {
namespace {

/// How many parts the provider's recording was cut into.
int parts_of_provider(const Workbench& bench, const std::vector<Index>& members, Index part) {
  int last = 0;
  for (const Index other : members) {
    if (bench.item(other).provider == bench.item(part).provider) {
      last = std::max(last, bench.clusters.part(other));
    }
  }
  return last;
}

} // namespace

/// A row that tells only the date is compared with all at once, as when it was linked.
Score Grouping::reason_of_row(Index member) {
  witnesses_.clear();
  for (const Index other : members_) {
    if (other != member && bench_.clusters.part(other) == 0) {
      witnesses_.push_back(&bench_.item(other));
    }
  }
  return score_dated(bench_.item(member), witnesses_);
}

/// What speaks for a member: the comparison with the primary, or with another member where that is clearer.
Grouping::Reason Grouping::best_reason(Index member, Index primary) {
  if (const auto shift = bench_.shifts.find(member); shift != bench_.shifts.end()) {
    return {shift->second.score, shift->second.witness};
  }
  const Item& item = bench_.item(member);
  Reason best{item.timed ? score_of(item, bench_.item(primary), Positions::when_doubtful) : reason_of_row(member),
              primary};
  if (!item.timed || best.score.bits >= sure) {
    return best;
  }
  for (const Index other : members_) {
    if (other != member && other != primary) {
      const Score score = score_of(item, bench_.item(other), Positions::when_doubtful);
      if (score.bits > best.score.bits) {
        best = {score, other};
      }
    }
  }
  return best;
}

void Grouping::tell_reasons(Index member, Index primary, Member& out, std::vector<Evidence>& evidence) {
  const auto joined = bench_.clusters.joined[member];
  const Reason best = best_reason(member, primary);
  out.kind = joined == Joined::by_person ? LinkKind::person : LinkKind::automatic;
  out.score = best.score.bits;
  out.first_reason = static_cast<std::uint32_t>(evidence.size());
  if (joined != Joined::by_score) {
    evidence.push_back({joined == Joined::by_person ? Finding::person : Finding::copy, 20, 0, {}});
    out.score = std::max(out.score, 20.0);
  }
  if (bench_.clusters.part(member) != 0) {
    const int parts = parts_of_provider(bench_, members_, member);
    out.role = LinkRole::part;
    evidence.push_back({Finding::part, sure, 0, fmt::format("{} of {}", bench_.clusters.part(member), parts)});
    out.score = std::max(out.score, sure);
  }
  explain(best.score, bench_.item(member), bench_.item(best.witness), evidence);
  out.reasons = static_cast<std::uint32_t>(evidence.size()) - out.first_reason;
}

/// Of several records of one provider the best witness is shown; the others are its duplicates.
void Grouping::mark_duplicates(std::vector<Member>& out) const {
  for (std::size_t i = 0; i < members_.size(); ++i) {
    const Item& item = bench_.item(members_[i]);
    const bool hidden = std::any_of(members_.begin(), members_.end(), [&](Index other) {
      const Item& rival = bench_.item(other);
      if (other == members_[i] || rival.provider != item.provider) {
        return false;
      }
      const int part = bench_.clusters.part(members_[i]);
      if (bench_.clusters.part(other) != part) {
        return bench_.clusters.part(other) == 0;
      }
      return rival.rank != item.rank ? rival.rank < item.rank : other < members_[i];
    });
    if (hidden) {
      out[i].role = LinkRole::duplicate;
    }
  }
}

Group Grouping::group_of(Index root) {
  constexpr std::size_t usual_reasons = 5;
  bench_.clusters.list_members(root, members_);
  const Index primary = bench_.clusters.primary(root);
  const auto founder = std::find(members_.begin(), members_.end(), primary);
  std::rotate(members_.begin(), founder, founder + 1);
  Group group{std::vector<Member>(members_.size()), {}};
  group.evidence.reserve(usual_reasons * (members_.size() - 1));
  for (std::size_t i = 0; i < members_.size(); ++i) {
    group.members[i].record = bench_.place(members_[i]);
    if (members_[i] != primary) {
      tell_reasons(members_[i], primary, group.members[i], group.evidence);
    }
  }
  if (!bench_.clusters.one_of_each_provider(root)) {
    mark_duplicates(group.members);
  }
  return group;
}

} // namespace tracekit::match
