// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "unit/match/a_record.hpp"
#include "unit/match/groups.hpp"

using namespace tracekit;
using namespace tracekit::test;

namespace {

using Sets = std::set<std::set<std::string>>;

constexpr int eastern_s = -4 * 3600;

/// A run of that day of August, seven in the morning in the east of America.
ARecord run(const std::string& provider, int day) {
  return ARecord(provider, std::to_string(day))
      .run()
      .at("2025-08-01T11:00:00Z")
      .later(std::int64_t{86400} * (day - 1))
      .offset(eastern_s)
      .km(10 + 0.1 * day)
      .lasting(3000 + 30 * day);
}

/// A fortnight in which both services hold every run.
std::vector<Record> in_company() {
  std::vector<Record> records;
  for (int day = 1; day <= 14; ++day) {
    records.push_back(run("garmin", day));
    records.push_back(run("strava", day).later(1));
  }
  return records;
}

/// A fortnight in which the services take turns.
std::vector<Record> in_turns() {
  std::vector<Record> records;
  for (int day = 1; day <= 14; ++day) {
    records.push_back(run(day % 2 == 0 ? "garmin" : "strava", day));
  }
  return records;
}

Matched matched_with(std::vector<Record> records, const std::vector<Record>& more) {
  records.insert(records.end(), more.begin(), more.end());
  return matched(records, {}, "US/Eastern");
}

bool are_linked(const Matched& result, const std::string& a, const std::string& b) {
  const auto sets = sets_of(result);
  return std::any_of(sets.begin(), sets.end(), [&](const auto& set) { return set.contains(a) && set.contains(b); });
}

/// Typed in with the local time as if it were UTC's, and cropped by three minutes.
ARecord cropped_in_wrong_zone(int day) {
  return run("strava", day).later(eastern_s + 180).km(10 + 0.1 * day - 0.5).lasting(3000 + 30 * day - 180);
}

} // namespace

TEST_CASE("a copy in the wrong zone is linked where its service otherwise holds what the others hold") {
  const Matched result = matched_with(in_company(), {run("garmin", 20), cropped_in_wrong_zone(20)});
  CHECK(are_linked(result, "garmin:20", "strava:20"));
  CHECK(result.questions.empty());
  CHECK(has_words(link_of(result, "garmin", "20"),
                  "each is missing where the other lies, and 100 % of the workouts around lie with both"));
}

TEST_CASE("a copy in the wrong zone is asked about where services take turns anyway") {
  const Matched result = matched_with(in_turns(), {run("garmin", 20), cropped_in_wrong_zone(20)});
  CHECK_FALSE(are_linked(result, "garmin:20", "strava:20"));
  CHECK(result.questions.size() == 1);
}

TEST_CASE("what another sport was doing a zone away is not missing here") {
  const Matched result = matched_with(in_company(), {run("garmin", 20), run("file", 20).later(1).as(""),
                                                     cropped_in_wrong_zone(20).as("strength_training").km(0)});
  CHECK_FALSE(are_linked(result, "garmin:20", "strava:20"));
}

TEST_CASE("the same loop run twice about an hour apart is two runs, whatever the services hold") {
  const Matched result =
      matched_with(in_company(), {run("garmin", 20), run("strava", 20).later(3600 + 140).lasting(3500).km(12.05)});
  CHECK_FALSE(are_linked(result, "garmin:20", "strava:20"));
}

TEST_CASE("a shift that no zone makes is no evidence without a track or the same length to the second") {
  const Record morning = run("garmin", 20);
  const auto evening = [&] { return run("strava", 20).later(9 * 3600 + 45 * 60); };
  CHECK(verdict(morning, evening().lasting(3650).km(12.05), "US/Eastern") == Verdict::ask);
  CHECK(verdict(morning, evening(), "US/Eastern") == Verdict::link);
}

TEST_CASE("two records of one service in one wrong zone are duplicates there") {
  // By hand and by the phone, both with the local time as UTC.
  const Record by_hand = run("strava", 20).later(eastern_s);
  const Record phone = run("strava", 21).later(eastern_s - 86400 + 184).km(11.9).lasting(3500);
  const Matched result = matched_with(in_company(), {run("garmin", 20), run("file", 20), by_hand, phone});
  CHECK(are_linked(result, "garmin:20", "strava:20"));
  CHECK(are_linked(result, "garmin:20", "strava:21"));
}

TEST_CASE("a service that had a workout from two others holds it twice") {
  // Intervals.icu has the run from Garmin and, with Strava's mistake, from Strava.
  const Record from_garmin = run("intervalsicu", 20);
  const Record from_strava = run("intervalsicu", 21).later(-86400 + eastern_s).km(11.98).lasting(3600);
  const Record strava = run("strava", 20).later(eastern_s).km(11.97);
  const Matched result = matched_with(in_company(), {run("garmin", 20), from_garmin, strava, from_strava});
  CHECK(are_linked(result, "garmin:20", "strava:20"));
  CHECK(are_linked(result, "intervalsicu:20", "intervalsicu:21"));
}

TEST_CASE("a second device is linked although an exact copy lies alone in another zone") {
  const Record second_device =
      run("file", 20).later(-94).km(12.05).lasting(3680).but([](Record& r) { r.utc_offset_s.reset(); });
  const Matched result = matched_with({}, {run("garmin", 20), second_device, run("strava", 20).later(-eastern_s)});
  CHECK(sets_of(result) == Sets{{"file:20", "garmin:20", "strava:20"}});
}

TEST_CASE("a copy in the wrong zone that happens to end with another run is not a duplicate of that") {
  // The morning's copy lies ten hours late, where it ends with the evening's run.
  const auto sydney = [](const std::string& provider, int day) { return run(provider, day).offset(36000).km(12); };
  const auto morning = [&](const std::string& provider) { return sydney(provider, 20).lasting(2364); };
  const auto evening = [&](const std::string& provider) {
    return sydney(provider, 21).later(-86400 + 36000 + 677).km(11.8).lasting(1662);
  };
  const Record slipped =
      run("file", 22).later(-2 * 86400 + 36000).km(12).lasting(2364).but([](Record& r) { r.utc_offset_s.reset(); });
  const Matched result = matched({morning("garmin"), morning("strava"), morning("ridewithgps"), evening("garmin"),
                                  evening("strava"), evening("ridewithgps"), evening("file"), slipped},
                                 {}, "Australia/Sydney");
  CHECK(sets_of(result) == Sets{{"garmin:20", "strava:20", "ridewithgps:20", "file:22"},
                                {"garmin:21", "strava:21", "ridewithgps:21", "file:21"}});
}
