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

} // namespace

TEST_CASE("the same original bytes are one workout whatever the sports are called") {
  const auto same_bytes = [](Record& r) { r.payload_sha256 = std::string(64, 'a'); };
  const Record file = ride("file", "x").but(same_bytes);
  const Record garmin = ride("garmin", "1").as("yoga").later(4000).but(same_bytes);
  CHECK(verdict(file, garmin) == Verdict::link);
}

TEST_CASE("a device's file_id with a serial number identifies a recording") {
  const auto recorded = [](Record& r) { r.file_id = FitFileId{1, 2713, 1234567, 1754204400}; };
  CHECK(verdict(ride("file", "x").but(recorded), ride("garmin", "1").later(5000).but(recorded)) == Verdict::link);

  const auto without_serial = [](Record& r) { r.file_id = FitFileId{1, 2713, 0, 1754204400}; };
  CHECK(verdict(ride("file", "x").but(without_serial), ride("garmin", "1").later(5000).but(without_serial)) !=
        Verdict::link);
}

TEST_CASE("the same file_id more than a day apart is a question") {
  const auto recorded = [](Record& r) { r.file_id = FitFileId{1, 2713, 1234567, 1754204400}; };
  CHECK(verdict(ride("file", "x").but(recorded), ride("garmin", "1").later(27 * 3600).but(recorded)) == Verdict::ask);
}

TEST_CASE("a foreign id links a record to the one it names") {
  const Record garmin = ride("garmin", "4711");
  const Record icu =
      ride("intervalsicu", "i9").later(5000).but([](Record& r) { r.external_ids.push_back({"garmin", "4711"}); });
  CHECK(verdict(garmin, icu) == Verdict::link);
}

TEST_CASE("two records that name the same third one are one workout") {
  const auto naming = [](Record& r) { r.external_ids.push_back({"garmin", "4711"}); };
  CHECK(verdict(ride("strava", "1").but(naming), ride("intervalsicu", "i9").later(5000).but(naming)) == Verdict::link);
}

TEST_CASE("the sessions of one file are different workouts") {
  const auto same_file = [](Record& r) {
    r.payload_sha256 = std::string(64, 'a');
    r.file_id = FitFileId{1, 2713, 1234567, 1754204400};
    r.device.serial = "1234567";
  };
  const Record swim = ARecord("file", "x").as("swim").at("2025-08-03T07:00:00Z").km(1.5).lasting(1800).but(same_file);
  const Record bike = ARecord("file", "x#1").ride().at("2025-08-03T07:32:00Z").km(40).lasting(4200).but(same_file);
  const Record garmin_swim =
      ARecord("garmin", "1").as("swim").at("2025-08-03T07:00:00Z").km(1.5).lasting(1800).but(same_file);
  const Record garmin_bike =
      ARecord("garmin", "2").ride().at("2025-08-03T07:32:00Z").km(40).lasting(4200).but(same_file);
  CHECK(sets_of(matched({swim, bike, garmin_swim, garmin_bike})) ==
        std::set<std::set<std::string>>{{"file:x", "garmin:1"}, {"file:x#1", "garmin:2"}});
}

TEST_CASE("what half the records share identifies nothing") {
  std::vector<Record> records;
  for (int i = 0; i < 40; ++i) {
    records.push_back(ride(i % 2 == 0 ? "garmin" : "strava", std::to_string(i)).later(i * 7210).but([](Record& r) {
      r.external_ids.push_back({"club", "member"});
    }));
  }
  CHECK(matched(records).groups.size() == 40);
}

TEST_CASE("a person's word joins what nothing else would") {
  const Record a = ride("garmin", "1");
  const Record b = ARecord("strava", "7").run().at("2025-09-01T07:00:00Z").km(3).lasting(900);
  match::Constraints constraints;
  constraints.same = {{a.key, b.key}};
  const Matched result = matched({a, b}, constraints);
  REQUIRE(result.groups.size() == 1);
  CHECK(link_of(result, "strava", "7").kind == LinkKind::person);
}

TEST_CASE("a person's word parts what everything else would join, also on the next run") {
  const Record a = ride("garmin", "1");
  const Record b = ride("strava", "7");
  const Record c = ride("intervalsicu", "i9");
  match::Constraints constraints;
  constraints.different = {{b.key, a.key}, {b.key, c.key}};
  for (int run = 0; run < 2; ++run) {
    const Matched result = matched({a, b, c}, constraints);
    CHECK(sets_of(result) == std::set<std::set<std::string>>{{"garmin:1", "intervalsicu:i9"}, {"strava:7"}});
    CHECK(result.questions.empty());
  }
}

TEST_CASE("no third record brings together what a person parted") {
  const Record a = ride("garmin", "1");
  const Record b = ride("strava", "7");
  match::Constraints constraints;
  constraints.different = {{a.key, b.key}};
  const Matched result = matched({a, b, ride("intervalsicu", "i9").later(1), ride("file", "x").later(2)}, constraints);
  for (const KeyedGroup& group : result.groups) {
    const auto holds = [&](const RecordKey& key) {
      return std::any_of(group.links.begin(), group.links.end(), [&](const Link& link) { return link.record == key; });
    };
    CHECK_FALSE((holds(a.key) && holds(b.key)));
  }
}

TEST_CASE("a person's word about records that are gone is ignored") {
  match::Constraints constraints;
  constraints.same = {{{"garmin", "1"}, {"strava", "gone"}}};
  constraints.different = {{{"garmin", "gone"}, {"strava", "gone"}}};
  CHECK(matched({ride("garmin", "1")}, constraints).groups.size() == 1);
}
