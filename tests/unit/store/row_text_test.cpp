// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "store/repositories/row_text.hpp"

using namespace tracekit;
using namespace tracekit::store;

TEST_CASE("external ids read back equal, with and without characters that JSON escapes") {
  for (const std::vector<ExternalId>& ids : {std::vector<ExternalId>{},
                                             {{"garmin", "123"}},
                                             {{"garmin", "123"}, {"strava", ""}, {"", "x"}},
                                             {{"a\"b", "c\\d"}, {"tab\t", "\xC3\xA4"}},
                                             {{"],[", "\",\""}}}) {
    CHECK(external_ids_of(external_ids_text(ids)) == ids);
  }
}

TEST_CASE("a text that holds no pairs gives none") {
  for (const char* text :
       {"", "[", "[[", "[[\"a\"", "[[\"a\",\"b\"", "[[\"a\",\"b\"]", "{}", "[1,2]", "[[1,2]]", "nonsense"}) {
    CHECK(external_ids_of(text).empty());
  }
}

TEST_CASE("evidence reads back equal") {
  const std::vector<Evidence> evidence{{Finding::start, 4.25, 12, {}},
                                       {Finding::sport, -0.1, 1, "a\tb\nand \\n so"},
                                       {Finding::person, 1e300, 1.0 / 3, "\\"}};
  CHECK(evidence_of(evidence_text(evidence)) == evidence);
  CHECK(evidence_of("").empty());
}

TEST_CASE("evidence of a kind that this version does not know is left out") {
  CHECK(evidence_of("moon phase\t1\t2\t\ndistance\t1.5\t0.25\t\n") ==
        std::vector<Evidence>{{Finding::distance, 1.5, 0.25, {}}});
}

TEST_CASE("links' words are read back") {
  for (const LinkKind kind : {LinkKind::founder, LinkKind::automatic, LinkKind::person}) {
    CHECK(link_kind_of(to_string(kind)) == kind);
  }
  for (const LinkRole role : {LinkRole::member, LinkRole::duplicate, LinkRole::part}) {
    CHECK(link_role_of(to_string(role)) == role);
  }
}

TEST_CASE("texts that an engine would refuse are mended, others stay") {
  CHECK(is_storable("plain"));
  CHECK(is_storable("\xC3\x9C"));
  CHECK_FALSE(is_storable("\xC3"));
  CHECK_FALSE(is_storable(std::string_view("a\0b", 3)));
  CHECK(storable_text(std::string_view("a\0b", 3)) == "a\xEF\xBF\xBD"
                                                      "b");
}
