// SPDX-License-Identifier: MIT
#include "app/identity.hpp"

#include <algorithm>
#include <map>

namespace tracekit::app {
namespace {

struct Claim {
  std::size_t group = 0;
  std::size_t records = 0;
};

/// For each present activity, the group that holds most of its records.
std::map<ActivityId, Claim> claims_of(std::span<const match::Group> groups,
                                      const std::function<std::optional<ActivityId>(const RecordKey&)>& current) {
  std::map<ActivityId, Claim> claims;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    std::map<ActivityId, std::size_t> counts;
    for (const Link& link : groups[i].links) {
      if (const auto activity = current(link.record)) {
        ++counts[*activity];
      }
    }
    for (const auto& [id, count] : counts) {
      Claim& claim = claims[id];
      if (count > claim.records) {
        claim = {i, count};
      }
    }
  }
  return claims;
}

} // namespace

Identities keep_identities(std::span<const match::Group> groups,
                           const std::function<std::optional<ActivityId>(const RecordKey&)>& current) {
  Identities out;
  out.ids.resize(groups.size());
  for (const auto& [id, claim] : claims_of(groups, current)) { // ascending: the oldest id comes first
    std::optional<ActivityId>& kept = out.ids[claim.group];
    if (kept) {
      out.aliases.emplace_back(id, *kept);
    } else {
      kept = id;
    }
  }
  return out;
}

} // namespace tracekit::app
