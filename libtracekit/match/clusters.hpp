// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "match/item.hpp"
#include "match/match.hpp"

namespace tracekit::match {

using Index = std::uint32_t;

/// How a member came into its cluster, where that is not told by a comparison with the primary.
enum class Joined : std::uint8_t { by_score, by_person, by_identity };

/// Items that are being put together: a forest of sets whose members can be walked, with what a person has ruled out.
class Clusters {
public:
  explicit Clusters(std::span<const Item> items);

  [[nodiscard]] Index root(Index item) const {
    while (parents_[item] != item) {
      parents_[item] = parents_[parents_[item]];
      item = parents_[item];
    }
    return item;
  }
  /// A word of a person; survives every merge.
  void separate(Index a, Index b);
  /// Whether a person has separated a member of the one from a member of the other.
  [[nodiscard]] bool separated(Index a, Index b) const;
  /// Whether a person has separated any member from anything.
  [[nodiscard]] bool has_separations(Index item) const { return is_separated_[root(item)] != 0; }
  /// Whether any member is a record of the provider.
  [[nodiscard]] bool holds(Index item, std::uint32_t provider) const;
  /// A bit for each provider that has a record in it; none where there are so many providers that they share bits.
  [[nodiscard]] std::uint64_t provider_bits(Index item) const { return own_bits_ ? providers_[root(item)] : 0; }
  /// Whether both hold records of one provider.
  [[nodiscard]] bool share_provider(Index a, Index b) const;
  void merge(Index a, Index b);
  /// Marks an item as the n-th part of a workout that another provider holds whole.
  void mark_part(Index item, std::uint8_t number);
  [[nodiscard]] std::size_t size(Index item) const { return sizes_[root(item)]; }
  /// The best witness: a whole before a part, then the lowest rank, then the earliest in order.
  [[nodiscard]] Index primary(Index item) const { return primaries_[root(item)]; }
  [[nodiscard]] std::vector<Index> members(Index item) const;
  /// The same into a list that is used again.
  void list_members(Index item, std::vector<Index>& list) const;
  /// Whether no two members are of one provider, as in nearly all clusters; false where that is not certain.
  [[nodiscard]] bool one_of_each_provider(Index item) const;

  template <typename Visit> void each_member(Index item, Visit visit) const {
    Index at = item;
    do {
      visit(at);
      at = next_[at];
    } while (at != item);
  }

  [[nodiscard]] int part(Index item) const { return parts_[item]; } ///< 0 for a whole

  std::vector<Joined> joined; ///< of each item

private:
  [[nodiscard]] bool better(Index a, Index b) const;

  std::span<const Item> items_;
  std::vector<std::uint8_t> parts_;
  mutable std::vector<Index> parents_;
  std::vector<Index> next_; ///< the members of a cluster as a ring
  std::vector<Index> sizes_;
  std::vector<Index> primaries_;
  std::vector<std::uint64_t> providers_; ///< a bit for each provider
  bool own_bits_ = true;                 ///< no two providers share a bit: there are at most 64
  std::vector<std::pair<Index, Index>> separated_;
  std::vector<std::uint8_t> is_separated_; ///< by root: whether a person separated any member from anything
};

} // namespace tracekit::match
