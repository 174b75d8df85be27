// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "unit/match/a_record.hpp"
#include "unit/match/groups.hpp"

using namespace tracekit;
using namespace tracekit::test;

namespace {

constexpr Position berlin{52.5, 13.4};
constexpr Position potsdam{52.4, 13.05};

struct Decision {
  std::string number;
  std::vector<Record> records;
  Verdict expected;
};

ARecord ride(const std::string& provider, const std::string& utc = "2025-08-03T07:00:00Z") {
  return ARecord(provider, provider + utc).ride().at(utc).km(20).lasting(3600).offset(7200);
}

ARecord on_map(ARecord record) { return record.track(berlin, 20, 90); }

ARecord row(const std::string& date = "2025-08-03") { return ARecord("spreadsheet", "2").ride().on(date).miles(12.4); }

/// The first half of the table of the analysis: what two recordings are.
std::vector<Decision> recordings() {
  const auto lap = [](const std::string& provider) { return ride(provider).km(8).lasting(1500); };
  const auto at_gym = [](const std::string& provider) {
    return ARecord(provider, "1").as("strength_training").at("2025-08-03T07:00:00Z");
  };
  return {
      {"1", {on_map(ride("garmin")), on_map(ride("strava")).later(2)}, Verdict::link},
      {"2", {on_map(ride("garmin")), on_map(ride("strava")).later(40).km(20.3).lasting(3690)}, Verdict::link},
      {"3", {on_map(ride("garmin")), on_map(ride("strava")).later(7200)}, Verdict::link},
      {"4", {on_map(ride("garmin")), on_map(ride("strava")).later(19800).km(20.3)}, Verdict::link},
      {"5", {on_map(ride("garmin")), ride("strava", "2025-08-03T16:42:11Z").track(potsdam, 20, 45)}, Verdict::no},
      {"5b", {ride("garmin"), ride("strava", "2025-08-03T16:42:11Z")}, Verdict::no},
      {"8",
       {ride("garmin"), ARecord("strava", "7").run().at("2025-08-03T07:00:40Z").km(12).lasting(3800)},
       Verdict::no},
      {"9", {at_gym("garmin").lasting(2700), at_gym("strava").later(30).lasting(2720)}, Verdict::link},
      {"10",
       {ride("garmin").as("virtual_ride"),
        ride("strava").as("VirtualRide").but([](Record& r) { r.totals.distance_m.reset(); })},
       Verdict::link},
      {"11", {lap("garmin"), lap("strava").later(3600).lasting(1620)}, Verdict::ask},
      {"12",
       {lap("garmin").track(berlin, 8, 0), lap("strava").later(3600).lasting(1620).track(potsdam, 8, 180)},
       Verdict::no},
      {"13",
       {on_map(ride("garmin")), on_map(ride("strava")).as("Workout").later(120).km(20.3).lasting(3900)},
       Verdict::link},
      {"14", {on_map(ride("garmin")), ride("strava").km(10).lasting(1800).track(berlin, 10, 90)}, Verdict::ask},
      {"15",
       {ARecord("garmin", "1").run().at("2025-08-03T07:00:00Z").km(5).lasting(1500).track(berlin, 5, 0),
        ARecord("strava", "7").run().at("2025-08-03T08:00:00Z").km(9).lasting(2900).track(potsdam, 9, 180)},
       Verdict::no},
  };
}

/// The rest: rows with a date only, and identity.
std::vector<Decision> rows_and_identities() {
  const auto same_bytes = [](Record& r) { r.payload_sha256 = std::string(64, 'a'); };
  const auto same_device_file = [](Record& r) { r.file_id = FitFileId{1, 2713, 1234567, 1754204400}; };
  return {
      {"6", {row().lasting(3600), ride("garmin")}, Verdict::link},
      {"6b", {row(), ride("garmin")}, Verdict::link},
      {"7", {row("2025-08-02").lasting(3600), ride("garmin")}, Verdict::no},
      {"16", {ride("file").but(same_bytes), ride("garmin").as("yoga").but(same_bytes)}, Verdict::link},
      {"17",
       {ride("file").but(same_device_file), ride("garmin").later(26 * 3600 + 60).but(same_device_file)},
       Verdict::ask},
  };
}

} // namespace

TEST_CASE("pairs are decided as the analysis wants them decided") {
  auto table = recordings();
  const auto rest = rows_and_identities();
  table.insert(table.end(), rest.begin(), rest.end());
  for (const Decision& decision : table) {
    INFO("row " << decision.number);
    CHECK(verdict(decision.records[0], decision.records[1]) == decision.expected);
    CHECK(verdict(decision.records[1], decision.records[0]) == decision.expected);
  }
}

TEST_CASE("two rows and two equal rides are linked in order and one row of two is a question") {
  const auto commute = [](const std::string& id, const std::string& utc) {
    return ARecord("garmin", id).ride().at(utc).km(8.2).lasting(1300).offset(7200);
  };
  const auto five_miles = [](const std::string& id) {
    return ARecord("spreadsheet", id).ride().on("2025-08-03").miles(5.1);
  };
  const Record morning = commute("1", "2025-08-03T06:00:00Z");
  const Record evening = commute("2", "2025-08-03T16:00:00Z");
  CHECK(sets_of(matched({five_miles("2"), five_miles("3"), morning, evening})) ==
        std::set<std::set<std::string>>{{"garmin:1", "spreadsheet:2"}, {"garmin:2", "spreadsheet:3"}});
  const Matched one_row = matched({five_miles("2"), morning, evening});
  CHECK(one_row.groups.size() == 3);
  CHECK(one_row.questions.size() == 1);
}

TEST_CASE("a person's separation holds against twenty bits and on every further run") {
  const Record a = on_map(ride("garmin"));
  const Record b = on_map(ride("strava"));
  match::Constraints constraints;
  constraints.different = {{a.key, b.key}};
  for (int run = 0; run < 3; ++run) {
    const Matched result = matched({a, b}, constraints);
    CHECK(result.groups.size() == 2);
    CHECK(result.questions.empty());
  }
}

TEST_CASE("what only one side knows changes no decision") {
  using Edit = void (*)(Record&);
  constexpr Edit edits[] = {
      [](Record& r) { r.totals.distance_m = 20000; },     [](Record& r) { r.totals.max_hr = r.totals.avg_hr = 150; },
      [](Record& r) { r.totals.calories_kcal = 700; },    [](Record& r) { r.totals.ascent_m = 300; },
      [](Record& r) { r.name = "Round the lake"; },       [](Record& r) { r.equipment = "Steel bike"; },
      [](Record& r) { r.device.product = "Edge 530"; },   [](Record& r) { r.first = r.last = Position{52, 13}; },
      [](Record& r) { r.sketch = {{52, 13}, {52, 14}}; }, [](Record& r) { r.description = "wet"; },
  };
  const auto blank = [](Record& r) { r.totals.distance_m.reset(); };
  const Record known = ride("garmin").but(blank);
  const std::vector<Record> others = {
      ride("strava").later(3).but(blank),        ride("strava").later(1300).lasting(2300).but(blank),
      ride("strava").later(7200).but(blank),     ride("strava").later(20000).but(blank),
      ride("strava").run().later(60).but(blank), ARecord("spreadsheet", "2").ride().on("2025-08-03").lasting(3600)};
  for (const Record& other : others) {
    for (const Edit& edit : edits) {
      Record knows_more = known;
      edit(knows_more);
      CHECK(verdict(knows_more, other) == verdict(known, other));
    }
  }
}
