// SPDX-License-Identifier: MIT
#include "match/match.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "match/stages.hpp"

namespace tracekit::match {
namespace {

constexpr std::size_t prefetched = 16;

/// Each kind of pair has its own comparison.
Score score_of(const Item& a, const Item& b, Positions positions) {
  if (a.start && b.start) {
    return score_timed(a, b, positions);
  }
  const bool b_is_row = a.start.has_value();
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
  if (!item.start) {
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

void fill(Link& link, const Workbench& bench, const std::vector<Index>& members, Index member, Index primary) {
  const Item& item = bench.item(member);
  if (member == primary) {
    link.kind = LinkKind::founder;
    return;
  }
  link.kind = bench.clusters.joined[member] == Joined::by_person ? LinkKind::person : LinkKind::automatic;
  const auto [best, witness] = best_reason(bench, members, member, primary);
  link.score = best.bits;
  if (bench.clusters.joined[member] != Joined::by_score) {
    const bool by_person = bench.clusters.joined[member] == Joined::by_person;
    link.evidence.push_back({by_person ? Finding::person : Finding::copy, 20, 0, {}});
    link.score = std::max(link.score, 20.0);
  }
  if (bench.clusters.part(member) != 0) {
    const auto [place, all] = part_among(bench.clusters, bench.items, members, member);
    link.role = LinkRole::part;
    link.evidence.push_back({Finding::part, sure, 0, fmt::format("{} of {}", place, all)});
    link.score = std::max(link.score, sure);
  }
  explain(best, item, bench.item(witness), link.evidence);
}

/// Of several records of one provider the best witness is shown; the others are its duplicates.
void mark_duplicates(const Workbench& bench, const std::vector<Index>& members, std::vector<Link>& links) {
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
      links[i].role = LinkRole::duplicate;
    }
  }
}

Group group_of(const Workbench& bench, Index root) {
  const std::vector<Index> members = bench.clusters.members(root);
  const Index primary = bench.clusters.primary(root);
  std::vector<Link> links;
  links.reserve(members.size());
  for (const Index member : members) {
    fill(links.emplace_back(bench.item(member).record->key), bench, members, member, primary);
  }
  if (!bench.clusters.one_of_each_provider(root)) {
    mark_duplicates(bench, members, links);
  }
  const auto founder = links.begin() + (std::find(members.begin(), members.end(), primary) - members.begin());
  std::rotate(links.begin(), founder, founder + 1);
  return {std::move(links)};
}

/// One question for two clusters, the best founded, and none where later stages found an answer.
void keep_open_questions(Workbench& bench, Result& result) {
  std::map<RecordKey, Index> by_key;
  if (!bench.questions.empty()) {
    for (Index i = 0; i < bench.items.size(); ++i) {
      by_key.emplace(bench.items[i].record->key, i);
    }
  }
  std::stable_sort(bench.questions.begin(), bench.questions.end(), [](const Question& x, const Question& y) {
    return x.score != y.score ? x.score > y.score : std::tie(x.a, x.b) < std::tie(y.a, y.b);
  });
  std::set<std::pair<Index, Index>> asked;
  for (Question& question : bench.questions) {
    const Index a = bench.clusters.root(by_key.at(question.a));
    const Index b = bench.clusters.root(by_key.at(question.b));
    if (a != b && !bench.clusters.separated(a, b) && asked.insert(std::minmax(a, b)).second) {
      result.questions.push_back(std::move(question));
    }
  }
  std::sort(result.questions.begin(), result.questions.end(),
            [](const Question& x, const Question& y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); });
}

} // namespace

void Workbench::ask(Index a, Index b, const Score& score, std::string why) {
  Question question;
  question.a = std::min(items[a].record->key, items[b].record->key);
  question.b = std::max(items[a].record->key, items[b].record->key);
  question.score = score.bits;
  question.why = std::move(why);
  explain(score, items[a], items[b], question.evidence);
  questions.push_back(std::move(question));
}

Result match_records(std::span<const Record> records, const Constraints& constraints, const TimeZone& home) {
  const std::vector<Item> items = make_items(records, home);
  Workbench bench{items, home, Clusters(items), {}};
  apply_verdicts(bench, constraints);
  link_identities(bench);
  link_splits(bench);
  link_overlaps(bench);
  link_time_shifts(bench);
  ask_about_clocks(bench);
  link_date_rows(bench);

  Result result;
  result.groups.reserve(items.size() / 4);
  for (Index i = 0; i < items.size(); ++i) {
    // The records lie in the caller's order: each is far away from the one before.
    const RecordKey& coming = items[std::min<std::size_t>(i + prefetched, items.size() - 1)].record->key;
    __builtin_prefetch(&coming.provider);
    __builtin_prefetch(&coming.id);
    if (bench.clusters.primary(i) == i) {
      result.groups.push_back(group_of(bench, i));
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
