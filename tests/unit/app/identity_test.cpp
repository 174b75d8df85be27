// SPDX-License-Identifier: MIT
#include "app/identity.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace tracekit;
using namespace tracekit::app;

namespace {

enum Place : std::uint32_t { a, b, c };

match::Group group(const std::vector<Place>& records) {
  match::Group out;
  for (const Place record : records) {
    out.members.push_back({.record = record});
  }
  return out;
}

Identities kept(const std::vector<match::Group>& groups, const std::map<std::uint32_t, ActivityId>& current) {
  return keep_identities(groups, [&](std::uint32_t record) {
    const auto found = current.find(record);
    return found == current.end() ? std::nullopt : std::optional(found->second);
  });
}

} // namespace

TEST_CASE("records that were never seen become new activities") {
  const std::vector<match::Group> groups{group({a}), group({b})};
  const Identities out = kept(groups, {});
  CHECK(out.ids == std::vector<std::optional<ActivityId>>{std::nullopt, std::nullopt});
  CHECK(out.aliases.empty());
}

TEST_CASE("an activity keeps its id when a record joins it") {
  const std::vector<match::Group> groups{group({a, b})};
  CHECK(kept(groups, {{a, 7}}).ids.at(0) == 7);
}

TEST_CASE("two activities that turn out to be one keep the older id and the younger becomes its alias") {
  const std::vector<match::Group> groups{group({a, b})};
  const Identities out = kept(groups, {{a, 9}, {b, 4}});
  CHECK(out.ids.at(0) == 4);
  CHECK(out.aliases == std::vector<std::pair<ActivityId, ActivityId>>{{9, 4}});
}

TEST_CASE("an activity that falls apart stays with most of its records") {
  const std::vector<match::Group> groups{group({a}), group({b, c})};
  const Identities out = kept(groups, {{a, 3}, {b, 3}, {c, 3}});
  CHECK_FALSE(out.ids.at(0));
  CHECK(out.ids.at(1) == 3);
}

TEST_CASE("on a tie an activity stays with the earlier group") {
  const std::vector<match::Group> groups{group({a}), group({b})};
  const Identities out = kept(groups, {{a, 3}, {b, 3}});
  CHECK(out.ids.at(0) == 3);
  CHECK_FALSE(out.ids.at(1));
}
