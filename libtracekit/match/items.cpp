// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdint>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "match/item.hpp"
#include "match/natural_order.hpp"

namespace tracekit::match {
namespace {

/// Where a record stands in the order of time; small, since all of them are sorted.
struct Place {
  EpochSeconds start;
  std::uint32_t provider;
  std::uint32_t index;
};

/// Gives numbers to the providers as they come.
class Providers {
public:
  std::uint32_t number_of(std::string_view name) {
    const auto found = std::find(names_.begin(), names_.end(), name); // of a handful
    if (found == names_.end()) {
      names_.push_back(name);
      return static_cast<std::uint32_t>(names_.size() - 1);
    }
    return static_cast<std::uint32_t>(found - names_.begin());
  }

  /// The place of each number in the order of the ids.
  [[nodiscard]] std::vector<std::uint32_t> places() const {
    std::vector<std::string_view> sorted = names_;
    std::sort(sorted.begin(), sorted.end());
    std::vector<std::uint32_t> places;
    for (const std::string_view name : names_) {
      places.push_back(
          static_cast<std::uint32_t>(std::lower_bound(sorted.begin(), sorted.end(), name) - sorted.begin()));
    }
    return places;
  }

private:
  std::vector<std::string_view> names_;
};

/// Knows the sports that were seen before. Neighbours mostly have the same one.
class Sports {
public:
  const SportTraits& traits(const Record& record) {
    const std::uint64_t names = std::uint64_t{code_of(record.sport)} << 32U | code_of(record.sub_sport);
    if (latest_ == nullptr || names != names_) {
      const auto [traits, is_new] = seen_.try_emplace(names);
      if (is_new) {
        traits->second = traits_of(record);
      }
      latest_ = &traits->second;
      names_ = names;
    }
    return *latest_;
  }

private:
  std::unordered_map<std::uint64_t, SportTraits> seen_;
  const SportTraits* latest_ = nullptr;
  std::uint64_t names_ = 0; ///< of the latest
};

/// The items as their records come. Records are large and lie apart, so that each is looked at once.
std::vector<Item> unordered_items(std::span<const Record> records, const TimeZone& home, Providers& providers) {
  Sports sports;
  std::vector<Item> items;
  items.reserve(records.size());
  for (const Record& record : records) {
    Item& item = items.emplace_back(make_item(record, sports.traits(record), home));
    item.provider = providers.number_of(record.key.provider);
  }
  return items;
}

/// Gives the providers their final numbers as well, so that the items are walked through once.
std::vector<Place> in_order_of_time(std::span<Item> items, const std::vector<std::uint32_t>& providers) {
  std::vector<Place> order;
  order.reserve(items.size());
  for (Item& item : items) {
    item.provider = providers[item.provider];
    order.push_back({item.start, item.provider, static_cast<std::uint32_t>(order.size())});
  }
  std::sort(order.begin(), order.end(), [&](const Place& a, const Place& b) {
    if (a.start != b.start) {
      return a.start < b.start;
    }
    return a.provider != b.provider ? a.provider < b.provider
                                    : natural_less(items[a.index].record->key.id, items[b.index].record->key.id);
  });
  return order;
}

/// Moves each item to its place, one chain of moves after the other: a copy of all of them would cost more than the
/// sorting.
void put_in_order(std::vector<Item>& items, std::vector<Place> order) {
  for (std::uint32_t first = 0; first < order.size(); ++first) {
    if (order[first].index == first) {
      continue;
    }
    const Item displaced = items[first];
    std::uint32_t to = first;
    while (order[to].index != first) {
      const std::uint32_t from = std::exchange(order[to].index, to);
      items[to] = items[from];
      to = from;
    }
    items[to] = displaced;
    order[to].index = to;
  }
}

void mark_parents(std::vector<Item>& items) {
  std::set<std::pair<std::string_view, std::string_view>> parents;
  for (const Item& item : items) {
    if (item.leg) {
      parents.emplace(item.record->key.provider, item.record->parent_id);
    }
  }
  if (!parents.empty()) {
    for (Item& item : items) {
      item.parent = parents.contains({item.record->key.provider, item.record->key.id});
    }
  }
}

} // namespace

std::vector<Item> make_items(std::span<const Record> records, const TimeZone& home) {
  Providers providers;
  std::vector<Item> items = unordered_items(records, home, providers);
  put_in_order(items, in_order_of_time(items, providers.places()));
  mark_parents(items);
  return items;
}

} // namespace tracekit::match
