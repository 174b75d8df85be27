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
                                      const std::function<std::optional<ActivityId>(std::uint32_t)>& current) {
  std::map<ActivityId, Claim> claims;
  std::vector<ActivityId> present; // once for each record of the group
  for (std::size_t i = 0; i < groups.size(); ++i) {
    present.clear();
    for (const match::Member& member : groups[i].members) {
      if (const auto activity = current(member.record)) {
        present.push_back(*activity);
      }
    }
    std::sort(present.begin(), present.end());
    for (auto first = present.begin(); first != present.end();) {
      const auto last = std::upper_bound(first, present.end(), *first);
      Claim& claim = claims[*first];
      if (const auto count = static_cast<std::size_t>(last - first); count > claim.records) {
        claim = {i, count};
      }
      first = last;
    }
  }
  return claims;
}

} // namespace

Identities keep_identities(std::span<const match::Group> groups,
                           const std::function<std::optional<ActivityId>(std::uint32_t record)>& current) {
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
