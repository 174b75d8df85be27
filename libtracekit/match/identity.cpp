// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

#include "match/stages.hpp"

namespace tracekit::match {
namespace {

constexpr std::int64_t contradiction_s = 26 * 3600;

/// How services spell the id of a record that another one forwarded to them.
struct Forwarder {
  std::string_view prefix;
  std::string_view provider;
};

constexpr Forwarder forwarders[] = {{"garmin_push_", "garmin"}, {"garmin_ping_", "garmin"}};

using Tokens = std::unordered_map<std::string, std::vector<Index>>;

/// Every text that two copies of one recording have in common and no two recordings share.
void collect(Tokens& tokens, const Item& item, Index index) {
  const Record& record = *item.record;
  const auto add = [&](std::string token) { tokens[std::move(token)].push_back(index); };
  if (!record.payload_sha256.empty()) {
    add("payload " + record.payload_sha256);
  }
  if (record.file_id && record.file_id->serial != 0) {
    const FitFileId& id = *record.file_id;
    add(fmt::format("file_id {} {} {} {}", id.manufacturer, id.product, id.serial, id.time_created));
  }
  if (!record.device.serial.empty() && record.device.serial != "0" && item.timed) {
    add(fmt::format("serial {} {}", record.device.serial, item.start));
  }
  for (const ExternalId& id : record.external_ids) {
    if (!id.id.empty()) {
      const auto forwarded = std::find_if(std::begin(forwarders), std::end(forwarders), [&](const Forwarder& each) {
        return id.id.size() > each.prefix.size() && id.id.starts_with(each.prefix);
      });
      add(forwarded == std::end(forwarders)
              ? fmt::format("id {} {}", id.provider, id.id)
              : fmt::format("id {} {}", forwarded->provider, id.id.substr(forwarded->prefix.size())));
    }
  }
}

/// Records are also known by their own id, but only where somebody mentions it.
void collect_own_ids(Tokens& tokens, std::span<const Item> items) {
  const bool mentioned = std::any_of(items.begin(), items.end(), [](const Item& i) { return i.mentions; });
  if (!mentioned) {
    return;
  }
  for (Index i = 0; i < items.size(); ++i) {
    const auto found = tokens.find(fmt::format("id {} {}", items[i].record->key.provider, items[i].record->key.id));
    if (found != tokens.end()) {
      found->second.push_back(i);
    }
  }
}

std::int64_t starts_apart(const Item& a, const Item& b) { return a.timed && b.timed ? std::abs(a.start - b.start) : 0; }

/// Sessions of one file and parts of one upload carry the same identity and are still different workouts.
bool are_siblings(const Item& a, const Item& b) { return a.provider == b.provider && starts_apart(a, b) > 5; }

bool has_siblings(std::span<const Item> items, const std::vector<Index>& bucket) {
  for (std::size_t i = 0; i < bucket.size(); ++i) {
    for (std::size_t j = i + 1; j < bucket.size(); ++j) {
      if (are_siblings(items[bucket[i]], items[bucket[j]])) {
        return true;
      }
    }
  }
  return false;
}

bool would_hide(const Workbench& bench, Index a, Index b) {
  bool conflict = false;
  bench.clusters.each_member(a, [&](Index x) {
    bench.clusters.each_member(b, [&](Index y) { conflict = conflict || are_siblings(bench.item(x), bench.item(y)); });
  });
  return conflict;
}

void link_pair(Workbench& bench, Index a, Index b, bool among_siblings) {
  const Item& x = bench.item(a);
  const Item& y = bench.item(b);
  Clusters& clusters = bench.clusters;
  if (clusters.root(a) == clusters.root(b) || clusters.separated(a, b) || are_siblings(x, y) || x.parent != y.parent) {
    return;
  }
  if (starts_apart(x, y) > contradiction_s) {
    Score score;
    score.add({Finding::identity, 10, 0});
    score.add({Finding::apart, -9, static_cast<double>(starts_apart(x, y))});
    bench.ask(a, b, score, "both carry the same identity, but start more than a day apart");
    return;
  }
  if ((among_siblings && starts_apart(x, y) > 60) || would_hide(bench, a, b)) {
    return;
  }
  clusters.merge(a, b);
  clusters.joined[a] = clusters.joined[a] == Joined::by_person ? Joined::by_person : Joined::by_identity;
  clusters.joined[b] = clusters.joined[b] == Joined::by_person ? Joined::by_person : Joined::by_identity;
}

} // namespace

void link_identities(Workbench& bench) {
  Tokens tokens;
  for (Index i = 0; i < bench.items.size(); ++i) {
    if (bench.items[i].has_identity || bench.items[i].mentions) {
      collect(tokens, bench.items[i], i);
    }
  }
  collect_own_ids(tokens, bench.items);
  std::vector<std::vector<Index>> buckets;
  for (auto& [token, bucket] : tokens) {
    std::sort(bucket.begin(), bucket.end());
    bucket.erase(std::unique(bucket.begin(), bucket.end()), bucket.end());
    // Something that so many records share identifies nothing.
    if (bucket.size() > 1 && bucket.size() <= 16) {
      buckets.push_back(std::move(bucket));
    }
  }
  std::sort(buckets.begin(), buckets.end());
  for (const std::vector<Index>& bucket : buckets) {
    const bool among_siblings = has_siblings(bench.items, bucket);
    for (std::size_t i = 0; i < bucket.size(); ++i) {
      for (std::size_t j = i + 1; j < bucket.size(); ++j) {
        link_pair(bench, bucket[i], bucket[j], among_siblings);
      }
    }
  }
}

void apply_verdicts(Workbench& bench, const Constraints& constraints) {
  if (constraints.same.empty() && constraints.different.empty()) {
    return;
  }
  std::map<RecordKey, Index> by_key;
  for (Index i = 0; i < bench.items.size(); ++i) {
    by_key.emplace(bench.items[i].record->key, i);
  }
  const auto each_pair = [&](const auto& pairs, auto visit) {
    for (const auto& [first, second] : pairs) {
      const auto a = by_key.find(first);
      const auto b = by_key.find(second);
      if (a != by_key.end() && b != by_key.end() && a->second != b->second) {
        visit(a->second, b->second);
      }
    }
  };
  each_pair(constraints.different, [&](Index a, Index b) { bench.clusters.separate(a, b); });
  each_pair(constraints.same, [&](Index a, Index b) {
    // A later word against an earlier one: what was separated stays apart.
    if (!bench.clusters.separated(a, b)) {
      bench.clusters.merge(a, b);
      bench.clusters.joined[a] = Joined::by_person;
      bench.clusters.joined[b] = Joined::by_person;
    }
  });
}

} // namespace tracekit::match
