// SPDX-License-Identifier: MIT
#include "match/match.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "match/grouping.hpp"
#include "match/stages.hpp"

namespace tracekit::match {
namespace {

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
  Workbench bench{records, items, home, Clusters(items), {}, {}};
  apply_verdicts(bench, constraints);
  link_identities(bench);
  link_splits(bench);
  link_cuts(bench);
  link_overlaps(bench);
  link_copies_of_parts(bench);
  link_time_shifts(bench);
  ask_about_clocks(bench);
  link_date_rows(bench);

  Result result;
  result.groups.reserve(items.size() / 4);
  Grouping grouping(bench);
  for (Index i = 0; i < items.size(); ++i) {
    if (bench.clusters.primary(i) == i) {
      result.groups.push_back(grouping.group_of(i));
    }
  }
  keep_open_questions(bench, result);
  return result;
}

PairScore score_pair(const Record& a, const Record& b, const TimeZone& home) {
  const Item x = make_item(a, traits_of(a), home);
  const Item y = make_item(b, traits_of(b), home);
  const Score score = score_of(x, y, Positions::always);
  PairScore result{score.bits, {}};
  explain(score, x, y, result.evidence);
  return result;
}

} // namespace tracekit::match
