// SPDX-License-Identifier: MIT
#include "match/clusters.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

namespace tracekit::match {
namespace {

std::uint64_t bit_of(std::uint32_t provider) { return std::uint64_t{1} << (provider % 64U); }

} // namespace

Clusters::Clusters(std::span<const Item> items)
    : joined(items.size(), Joined::by_score), items_(items), parts_(items.size(), 0), parents_(items.size()),
      next_(items.size()), sizes_(items.size(), 1), primaries_(items.size()), providers_(items.size()),
      is_separated_(items.size(), 0) {
  std::iota(parents_.begin(), parents_.end(), Index{0});
  std::iota(next_.begin(), next_.end(), Index{0});
  std::iota(primaries_.begin(), primaries_.end(), Index{0});
  for (std::size_t i = 0; i < items.size(); ++i) {
    providers_[i] = bit_of(items[i].provider);
    own_bits_ = own_bits_ && items[i].provider < 64;
  }
}

void Clusters::separate(Index a, Index b) {
  separated_.emplace_back(a, b);
  is_separated_[root(a)] = 1;
  is_separated_[root(b)] = 1;
}

bool Clusters::separated(Index a, Index b) const {
  const Index x = root(a);
  const Index y = root(b);
  if (is_separated_[x] == 0 || is_separated_[y] == 0) {
    return false;
  }
  return std::any_of(separated_.begin(), separated_.end(), [&](const auto& pair) {
    const Index p = root(pair.first);
    const Index q = root(pair.second);
    return (p == x && q == y) || (p == y && q == x);
  });
}

bool Clusters::holds(Index item, std::uint32_t provider) const {
  if ((providers_[root(item)] & bit_of(provider)) == 0 || own_bits_) {
    return (providers_[root(item)] & bit_of(provider)) != 0;
  }
  bool found = false;
  each_member(item, [&](Index member) { found = found || items_[member].provider == provider; });
  return found;
}

bool Clusters::share_provider(Index a, Index b) const {
  if ((providers_[root(a)] & providers_[root(b)]) == 0) {
    return false;
  }
  if (own_bits_) {
    return true;
  }
  Index x = a;
  do {
    Index y = b;
    do {
      if (items_[x].provider == items_[y].provider) {
        return true;
      }
      y = next_[y];
    } while (y != b);
    x = next_[x];
  } while (x != a);
  return false;
}

void Clusters::merge(Index a, Index b) {
  Index keep = root(a);
  Index gone = root(b);
  if (keep == gone) {
    return;
  }
  if (sizes_[keep] < sizes_[gone]) {
    std::swap(keep, gone);
  }
  parents_[gone] = keep;
  std::swap(next_[keep], next_[gone]);
  sizes_[keep] += sizes_[gone];
  providers_[keep] |= providers_[gone];
  is_separated_[keep] = static_cast<std::uint8_t>(is_separated_[keep] | is_separated_[gone]);
  if (better(primaries_[gone], primaries_[keep])) {
    primaries_[keep] = primaries_[gone];
  }
}

void Clusters::mark_part(Index item, std::uint8_t number) {
  parts_[item] = number;
  Index& primary = primaries_[root(item)];
  each_member(item, [&](Index member) {
    if (better(member, primary)) {
      primary = member;
    }
  });
}

bool Clusters::one_of_each_provider(Index item) const {
  const Index at = root(item);
  return static_cast<Index>(std::popcount(providers_[at])) == sizes_[at];
}

std::vector<Index> Clusters::members(Index item) const {
  std::vector<Index> list;
  list.reserve(size(item));
  list_members(item, list);
  return list;
}

void Clusters::list_members(Index item, std::vector<Index>& list) const {
  list.clear();
  each_member(item, [&](Index member) { list.push_back(member); });
  std::sort(list.begin(), list.end());
}

bool Clusters::better(Index a, Index b) const {
  if ((parts_[a] == 0) != (parts_[b] == 0)) {
    return parts_[a] == 0;
  }
  return items_[a].rank != items_[b].rank ? items_[a].rank < items_[b].rank : a < b;
}

} // namespace tracekit::match
