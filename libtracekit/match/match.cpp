// SPDX-License-Identifier: MIT
#include "match/match.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "match/stages.hpp"

namespace tracekit::match {
namespace {

/// Each kind of pair has its own comparison.
Score score_of(const Item& a, const Item& b, Positions positions) {
  if (a.timed && b.timed) {
    return score_timed(a, b, positions);
  }
  const bool b_is_row = a.timed;
  const Item* witness = b_is_row ? &a : &b;
  return score_dated(b_is_row ? b : a, {&witness, 1});
}

std::pair<std::size_t, std::size_t> part_among(const Clusters& clusters, std::span<const Item> items,
                                               const std::vector<Index>& members, Index member) {
  std::size_t place = 0;
  std::size_t all = 0;
  for (const Index other : members) {
    if (items[other].provider == items[member].provider && clusters.part(other) != 0) {
      ++all;
      place += other <= member ? 1U : 0U;
    }
  }
  return {place, all};
}

struct Reason {
  Score score;
  Index witness;
};

/// What speaks for a member: the comparison with the primary, or with another member where that is clearer. A row that
/// tells only the date is compared with all at once, as when it was linked.
Reason best_reason(const Workbench& bench, const std::vector<Index>& members, Index member, Index primary) {
  const Item& item = bench.item(member);
  if (!item.timed) {
    std::vector<const Item*> witnesses;
    witnesses.reserve(members.size());
    for (const Index other : members) {
      if (other != member && bench.clusters.part(other) == 0) {
        witnesses.push_back(&bench.item(other));
      }
    }
    return {score_dated(item, witnesses), primary};
  }
  Reason best{score_of(item, bench.item(primary), Positions::when_doubtful), primary};
  if (best.score.bits >= sure) {
    return best;
  }
  for (const Index other : members) {
    if (other != member && other != primary) {
      const Score score = score_of(item, bench.item(other), Positions::when_doubtful);
      if (score.bits > best.score.bits) {
        best = {score, other};
      }
    }
  }
  return best;
}

void fill(Member& out, const Workbench& bench, const std::vector<Index>& members, Index member, Index primary) {
  const Item& item = bench.item(member);
  if (member == primary) {
    out.kind = LinkKind::founder;
    return;
  }
  out.kind = bench.clusters.joined[member] == Joined::by_person ? LinkKind::person : LinkKind::automatic;
  const auto [best, witness] = best_reason(bench, members, member, primary);
  out.score = best.bits;
  if (bench.clusters.joined[member] != Joined::by_score) {
    const bool by_person = bench.clusters.joined[member] == Joined::by_person;
    out.evidence.push_back({by_person ? Finding::person : Finding::copy, 20, 0, {}});
    out.score = std::max(out.score, 20.0);
  }
  if (bench.clusters.part(member) != 0) {
    const auto [place, all] = part_among(bench.clusters, bench.items, members, member);
    out.role = LinkRole::part;
    out.evidence.push_back({Finding::part, sure, 0, fmt::format("{} of {}", place, all)});
    out.score = std::max(out.score, sure);
  }
  explain(best, item, bench.item(witness), out.evidence);
}

/// Of several records of one provider the best witness is shown; the others are its duplicates.
void mark_duplicates(const Workbench& bench, const std::vector<Index>& members, std::vector<Member>& out) {
  for (std::size_t i = 0; i < members.size(); ++i) {
    const Item& item = bench.item(members[i]);
    const bool hidden = std::any_of(members.begin(), members.end(), [&](Index other) {
      const Item& rival = bench.item(other);
      if (other == members[i] || rival.provider != item.provider) {
        return false;
      }
      const int part = bench.clusters.part(members[i]);
      if (bench.clusters.part(other) != part) {
        return bench.clusters.part(other) == 0;
      }
      return rival.rank != item.rank ? rival.rank < item.rank : other < members[i];
    });
    if (hidden) {
      out[i].role = LinkRole::duplicate;
    }
  }
}

/// `members` is used again and again.
Group group_of(const Workbench& bench, Index root, std::vector<Index>& members) {
  bench.clusters.list_members(root, members);
  const Index primary = bench.clusters.primary(root);
  const auto founder = std::find(members.begin(), members.end(), primary);
  std::rotate(members.begin(), founder, founder + 1);
  Group group{std::vector<Member>(members.size())};
  for (std::size_t i = 0; i < members.size(); ++i) {
    group.members[i].record = bench.place(members[i]);
    fill(group.members[i], bench, members, members[i], primary);
  }
  if (!bench.clusters.one_of_each_provider(root)) {
    mark_duplicates(bench, members, group.members);
  }
  return group;
}

/// One question for two clusters, the best founded, and none where later stages found an answer.
void keep_open_questions(Workbench& bench, Result& result) {
  if (bench.questions.empty()) {
    return;
  }
  std::vector<Index> items(bench.items.size()); // by the place of their record
  for (Index i = 0; i < bench.items.size(); ++i) {
    items[bench.place(i)] = i;
  }
  const auto key = [&](std::uint32_t place) -> const RecordKey& { return bench.records[place].key; };
  const auto by_keys = [&](const Question& x, const Question& y) {
    return std::tie(key(x.a), key(x.b)) < std::tie(key(y.a), key(y.b));
  };
  std::stable_sort(bench.questions.begin(), bench.questions.end(), [&](const Question& x, const Question& y) {
    return x.score != y.score ? x.score > y.score : by_keys(x, y);
  });
  std::set<std::pair<Index, Index>> asked;
  for (Question& question : bench.questions) {
    const Index a = bench.clusters.root(items[question.a]);
    const Index b = bench.clusters.root(items[question.b]);
    if (a != b && !bench.clusters.separated(a, b) && asked.insert(std::minmax(a, b)).second) {
      result.questions.push_back(std::move(question));
    }
  }
  std::sort(result.questions.begin(), result.questions.end(), by_keys);
}

} // namespace

void Workbench::ask(Index a, Index b, const Score& score, std::string why) {
  const bool in_order = items[a].record->key < items[b].record->key;
  Question& question =
      questions.emplace_back(place(in_order ? a : b), place(in_order ? b : a), score.bits, std::move(why));
  explain(score, items[a], items[b], question.evidence);
}

Result match_records(std::span<const Record> records, const Constraints& constraints, const TimeZone& home) {
  const std::vector<Item> items = make_items(records, home);
  Workbench bench{records, items, home, Clusters(items), {}};
  apply_verdicts(bench, constraints);
  link_identities(bench);
  link_splits(bench);
  link_overlaps(bench);
  link_time_shifts(bench);
  ask_about_clocks(bench);
  link_date_rows(bench);

  Result result;
  result.groups.reserve(items.size() / 4);
  std::vector<Index> members;
  for (Index i = 0; i < items.size(); ++i) {
    if (bench.clusters.primary(i) == i) {
      result.groups.push_back(group_of(bench, i, members));
    }
  }
  keep_open_questions(bench, result);
  return result;
}

PairScore score_pair(const Record& a, const Record& b, const TimeZone& home) {
  const Item x = make_item(a, home);
  const Item y = make_item(b, home);
  const Score score = score_of(x, y, Positions::always);
  PairScore result{score.bits, {}};
  explain(score, x, y, result.evidence);
  return result;
}

} // namespace tracekit::match
