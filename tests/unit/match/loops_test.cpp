// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "unit/match/a_record.hpp"
#include "unit/match/groups.hpp"

using namespace tracekit;
using namespace tracekit::test;

namespace {

ARecord ride(const std::string& provider, const std::string& id) {
  return ARecord(provider, id).ride().at("2025-08-03T07:00:00Z").km(20).lasting(3600);
}

auto from(const std::string& provider, const std::string& id, const std::string& source) {
  return [=](Record& r) {
    r.external_ids.push_back({provider, id});
    r.source = source;
  };
}

} // namespace

TEST_CASE("a record that was forwarded from one provider to the next is one workout with its origin") {
  // Cropped at one station and given another sport at the next: only the ids tell.
  const Record garmin = ride("garmin", "22542800955");
  const Record strava = ride("strava", "7").later(2400).km(5).lasting(900).but(from("garmin", "22542800955", "garmin"));
  const Record icu =
      ride("intervalsicu", "i9").later(2400).km(5).lasting(900).as("walk").but(from("strava", "7", "STRAVA"));
  const Matched result = matched({icu, strava, garmin});
  REQUIRE(result.groups.size() == 1);
  CHECK(result.questions.empty());
  CHECK(has_words(link_of(result, "strava", "7"), "carries the identity of the same recording"));
  CHECK(has_words(link_of(result, "intervalsicu", "i9"), "carries the identity of the same recording"));
}

TEST_CASE("the spelling of services that forward is understood") {
  const Record garmin = ride("garmin", "4711");
  const Record strava = ride("strava", "7").later(5000).but(from("upload", "garmin_push_4711", ""));
  CHECK(verdict(garmin, strava) == Verdict::link);
  CHECK(verdict(garmin, ride("strava", "8").later(5000).but(from("upload", "garmin_push_", ""))) == Verdict::no);
}

TEST_CASE("copies of one origin meet although the origin is not connected") {
  const Record strava = ride("strava", "7").later(900).km(12).lasting(2000).but(from("garmin", "4711", ""));
  const Record icu = ride("intervalsicu", "i9").but(from("garmin", "4711", "GARMIN_CONNECT"));
  CHECK(verdict(strava, icu) == Verdict::link);
}

TEST_CASE("a copy that came back to where it began is a duplicate there") {
  const Record garmin = ride("garmin", "1");
  const Record strava = ride("strava", "7").but(from("garmin", "1", ""));
  const Record returned = ride("garmin", "2").later(1).but(from("strava", "7", ""));
  const Matched result = matched({garmin, strava, returned});
  REQUIRE(result.groups.size() == 1);
  CHECK(link_of(result, "garmin", "1").role == LinkRole::member);
  CHECK(link_of(result, "garmin", "2").role == LinkRole::duplicate);
}

TEST_CASE("a stub that only passes on a start is linked to what it stands for and never the primary") {
  const Record strava = ride("strava", "7");
  const Record stub = ARecord("intervalsicu", "i9").at("2025-08-03T07:00:00Z").but([](Record& r) {
    r.stub = true;
    r.source = "STRAVA";
  });
  const Matched result = matched({stub, strava});
  REQUIRE(result.groups.size() == 1);
  CHECK(link_of(result, "strava", "7").kind == LinkKind::founder);
}

TEST_CASE("ids of different providers that happen to be equal link nothing") {
  const Record strava = ride("strava", "1").but(from("garmin", "4711", ""));
  const Record icu = ride("intervalsicu", "i9").later(9137).but(from("wahoo", "4711", ""));
  CHECK(verdict(strava, icu) == Verdict::no);
}
