// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <algorithm>
#include <iterator>

#include "base/error.hpp"
#include "support/temporary_store.hpp"

using namespace tracekit;
using test::a_record;

namespace {

struct Fixture {
  test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  Store store = database.open();
  UserStore user = store.for_user(store.users().owner(1).id);

  ActivityId activity_of(const std::vector<RecordKey>& keys) {
    const ActivityId id = user.activities.create();
    std::vector<Link> links;
    for (const RecordKey& key : keys) {
      links.push_back({key, links.empty() ? LinkKind::founder : LinkKind::automatic, LinkRole::member, 0, {}});
    }
    user.activities.save_links(id, links);
    return id;
  }

  /// By the numbers of their records.
  std::vector<store::NumberedLink> links_of(ActivityId id) {
    store::PlacedRecords placed;
    user.records.add_of_activity(id, placed);
    std::vector<store::NumberedLink> links;
    std::ranges::transform(placed.placements, std::back_inserter(links), &store::Placement::link);
    return links;
  }
};

} // namespace

TEST_CASE_METHOD(Fixture, "activity ids are never reused") {
  const ActivityId first = user.activities.create();
  CHECK(user.activities.remove_empty() == 1);
  const ActivityId second = user.activities.create();
  CHECK(second > first);
  user.activities.remove_empty();
  Store again = database.open();
  CHECK(again.for_user(user.user()).activities.create() > second);
}

TEST_CASE_METHOD(Fixture, "a record belongs to one activity and moves when it is linked elsewhere") {
  user.records.upsert(std::vector<store::StoredRecord>{a_record("garmin", "g"), a_record("strava", "s")});
  const ActivityId first = activity_of({{"garmin", "g"}, {"strava", "s"}});
  const ActivityId second = activity_of({{"strava", "s"}});
  CHECK(user.activities.of_record({"strava", "s"}) == second);
  CHECK(user.activities.find(first)->links.size() == 1);
  user.activities.save_links(first, {});
  CHECK_FALSE(user.activities.of_record({"garmin", "g"}));
}

TEST_CASE_METHOD(Fixture, "links to records that are marked deleted stay when links are saved anew") {
  user.records.upsert(std::vector<store::StoredRecord>{a_record("garmin", "g"), a_record("strava", "s")});
  const ActivityId id = activity_of({{"garmin", "g"}, {"strava", "s"}});
  user.records.mark_deleted(std::vector<RecordKey>{{"strava", "s"}}, 1);
  user.activities.save_links(id, std::vector<Link>{{{"garmin", "g"}, {}, {}, 0, {}}});
  CHECK(user.activities.find(id)->links.size() == 1);
  CHECK(user.activities.of_record({"strava", "s"}) == id);
  CHECK(user.activities.remove_empty() == 0);
}

TEST_CASE_METHOD(Fixture, "the founder's day is the activity's day") {
  user.records.upsert(
      std::vector<store::StoredRecord>{a_record("strava", "founder", 100), a_record("garmin", "other", 101)});
  const ActivityId id = activity_of({{"strava", "founder"}, {"garmin", "other"}});
  CHECK(user.activities.in_days(100, 100).size() == 1);
  CHECK(user.activities.in_days(101, 101).empty());

  std::vector<store::MatchedActivity> moved{{id, 200, links_of(id)}};
  user.activities.save(moved);
  CHECK(user.activities.in_days(100, 100).empty());
  CHECK(user.activities.in_days(200, 200).at(0).links.size() == 2);
}

TEST_CASE_METHOD(Fixture, "many activities are saved at once, new ones get ids, and one that is unknown undoes all") {
  user.records.upsert(std::vector<store::StoredRecord>{a_record("garmin", "g"), a_record("strava", "s")});
  const ActivityId known = activity_of({{"garmin", "g"}, {"strava", "s"}});
  const ActivityId alone = activity_of({{"strava", "s"}});
  const store::NumberedLink g = links_of(known).at(0);
  const store::NumberedLink s = links_of(alone).at(0);
  std::vector<store::MatchedActivity> split{{std::nullopt, 300, {s}}, {known, 100, {g}}};
  user.activities.save(split);
  CHECK(user.activities.of_record({"garmin", "g"}) == known);
  CHECK(user.activities.of_record({"strava", "s"}) == split[0].id.value());
  CHECK(user.activities.in_days(300, 300).at(0).id == split[0].id);

  std::vector<store::MatchedActivity> unknown_activity{{known, 100, {g, s}}, {12345, 100, {}}};
  CHECK_THROWS_AS(user.activities.save(unknown_activity), Error);
  CHECK(user.activities.of_record({"strava", "s"}) == split[0].id.value());
  std::vector<store::MatchedActivity> unknown_record{{known, 100, {g, s, {12345, {}, {}, 0, {}}}}};
  CHECK_THROWS_AS(user.activities.save(unknown_record), Error);
  CHECK(user.activities.of_record({"strava", "s"}) == split[0].id.value());
}

TEST_CASE_METHOD(Fixture, "a hundred activities get their ids in order, each with its own day and links") {
  constexpr std::int64_t count = 100;
  std::vector<store::StoredRecord> records;
  for (std::int64_t day = 0; day < count; ++day) {
    records.push_back(a_record("garmin", std::to_string(day), day));
  }
  user.records.upsert(records);
  store::PlacedRecords placed;
  user.records.add_of_days(0, count, placed);
  std::vector<store::MatchedActivity> activities;
  for (const store::Placement& placement : placed.placements) {
    activities.push_back({std::nullopt, placement.local_day, {placement.link}});
  }
  user.activities.save(activities);
  REQUIRE(activities.size() == count);
  for (std::size_t i = 0; i < activities.size(); ++i) {
    CHECK(activities[i].id == *activities[0].id + static_cast<std::int64_t>(i));
    CHECK(user.activities.of_record(placed.records[i].key) == activities[i].id);
    CHECK(user.activities.in_days(*activities[i].local_day, *activities[i].local_day).at(0).id == activities[i].id);
  }
}

TEST_CASE_METHOD(Fixture,
                 "the younger of two merged activities is an alias of the older, also of one that is merged on") {
  user.records.upsert(std::vector<store::StoredRecord>{a_record("a", "1"), a_record("b", "2"), a_record("c", "3")});
  const ActivityId oldest = activity_of({{"a", "1"}});
  const ActivityId middle = activity_of({{"b", "2"}});
  const ActivityId youngest = activity_of({{"c", "3"}});
  user.activities.merge(youngest, middle);
  user.activities.merge(middle, oldest);
  CHECK(user.activities.resolve(youngest) == oldest);
  CHECK(user.activities.resolve(middle) == oldest);
  CHECK(user.activities.find(youngest)->links.size() == 3);
  CHECK(user.records.of_activity(youngest).size() == 3);
  CHECK(user.activities.count() == 1);
  CHECK_THROWS_AS(user.activities.merge(youngest, oldest), Error);
  CHECK_THROWS_AS(user.activities.save_links(youngest, {}), Error);
}

TEST_CASE_METHOD(Fixture, "the latest activity is the one that started last") {
  CHECK_FALSE(user.activities.latest());
  auto evening = a_record("garmin", "evening", 100);
  evening.record.start = *evening.record.start + 36000;
  user.records.upsert(
      std::vector<store::StoredRecord>{evening, a_record("garmin", "morning", 100), a_record("garmin", "old", 99)});
  const ActivityId latest = activity_of({{"garmin", "evening"}});
  activity_of({{"garmin", "morning"}});
  activity_of({{"garmin", "old"}});
  CHECK(user.activities.latest()->id == latest);
}

TEST_CASE_METHOD(Fixture, "a link to a record that is not stored is refused and changes nothing") {
  user.records.upsert(std::vector<store::StoredRecord>{a_record("garmin", "g")});
  const ActivityId id = activity_of({{"garmin", "g"}});
  CHECK_THROWS_AS(user.activities.save_links(id, std::vector<Link>{{{"garmin", "unknown"}, {}, {}, 0, {}}}), Error);
  CHECK(user.activities.find(id)->links.size() == 1);
}

TEST_CASE_METHOD(Fixture, "a person's word on a pair holds whatever the order of the two, and survives a reset") {
  const RecordKey a{"garmin", "1"};
  const RecordKey b{"strava", "2"};
  user.verdicts.say(b, a, store::VerdictKind::same, 5);
  user.verdicts.say(a, b, store::VerdictKind::different, 6);
  CHECK(user.verdicts.all() == std::vector<store::Verdict>{{a, b, store::VerdictKind::different, 6}});
  user.records.erase(std::nullopt, std::nullopt);
  CHECK(user.verdicts.about(b).size() == 1);
  CHECK(user.verdicts.withdraw(b, a));
  CHECK_FALSE(user.verdicts.withdraw(a, b));
  user.verdicts.ignore(a, 1);
  user.verdicts.ignore(a, 2);
  CHECK(user.verdicts.ignored() == std::vector<RecordKey>{a});
  CHECK(user.verdicts.stop_ignoring(a));
}

TEST_CASE_METHOD(Fixture, "questions are replaced by day, keep their ids, and end with an answer") {
  user.records.upsert(std::vector<store::StoredRecord>{a_record("a", "1"), a_record("b", "2"), a_record("c", "3")});
  const RecordKey a{"a", "1"};
  const RecordKey b{"b", "2"};
  const RecordKey c{"c", "3"};
  user.questions.replace(0, 50, std::vector<store::Question>{{0, b, a, 1.5, "why", 10}, {0, a, c, 2, "other", 20}});
  const auto first = user.questions.open_in_days(0, 15);
  REQUIRE(first.size() == 1);
  CHECK(first[0].a == a);
  CHECK(first[0].b == b);
  user.questions.replace(0, 15, std::vector<store::Question>{{0, a, b, 2.5, "better", 11}});
  CHECK(user.questions.find(first[0].id)->why == "better");
  CHECK(user.questions.open().size() == 2);
  CHECK(user.questions.open_count() == 2);
  CHECK(user.questions.open().front().day == 20);
  const store::Verdict verdict = user.questions.answer(first[0].id, store::VerdictKind::same, 99);
  CHECK(verdict == user.verdicts.all().at(0));
  CHECK(user.questions.open().size() == 1);
  CHECK_THROWS_AS(user.questions.answer(first[0].id, store::VerdictKind::same, 99), Error);
  user.records.erase("c", std::nullopt);
  CHECK(user.questions.open().empty());
}

TEST_CASE_METHOD(Fixture, "a word on a clock is kept, and a later one on the same days replaces it") {
  const store::ClockCorrection first{"strava", 20'000, 20'010, -3600, true, 1};
  const store::ClockCorrection other{"garmin", 20'000, 20'010, 7200, false, 2};
  user.clock_corrections.say(first);
  user.clock_corrections.say(other);
  CHECK(user.clock_corrections.all() == std::vector{other, first});
  const store::ClockCorrection later{"strava", 20'000, 20'020, -3600, false, 3};
  user.clock_corrections.say(later);
  CHECK(user.clock_corrections.all() == std::vector{other, later});
}
