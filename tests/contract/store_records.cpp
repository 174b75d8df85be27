// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <algorithm>
#include <iterator>
#include <limits>

#include "support/temporary_store.hpp"

using namespace tracekit;
using store::StoredRecord;
using test::a_record;

namespace {

std::vector<std::string> ids_of(const std::vector<Record>& records) {
  std::vector<std::string> ids;
  for (const Record& record : records) {
    ids.push_back(record.key.id);
  }
  return ids;
}

struct Fixture {
  test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  Store store = database.open();
  UserStore user = store.for_user(store.users().owner(1).id);

  store::UpsertCounts upsert(const std::vector<StoredRecord>& records) { return user.records.upsert(records); }

  /// Sorted, since they come in no order.
  [[nodiscard]] std::vector<std::string> placed_ids(std::int64_t from_day, std::int64_t to_day) const {
    store::PlacedRecords placed;
    user.records.add_of_days(from_day, to_day, placed);
    std::vector<std::string> ids = ids_of(placed.records);
    std::ranges::sort(ids);
    return ids;
  }
};

using Ids = std::vector<std::string>;

std::vector<store::LinkedRecord> records_of_month(const UserStore& user, Month month) {
  std::vector<store::LinkedRecord> all;
  user.records.for_each_of_month(month, store::RecordParts::all, [&](const auto& activity) {
    std::ranges::transform(activity, std::back_inserter(all), [](const auto* linked) { return *linked; });
  });
  return all;
}

} // namespace

TEST_CASE_METHOD(Fixture, "every field of a record reads back equal") {
  const Record full = test::a_full_record("garmin", 1);
  const StoredRecord bare = a_record("garmin", "bare");
  CHECK(upsert({{full, 19675}, bare}) == store::UpsertCounts{2, 0, 0});
  CHECK(user.records.find(full.key) == full);
  CHECK(user.records.find(bare.record.key) == bare.record);
  CHECK_FALSE(user.records.find({"garmin", "nobody"}));
}

TEST_CASE_METHOD(Fixture, "the same record again changes nothing and leaves no version") {
  const Record full = test::a_full_record("garmin", 1);
  upsert({{full, 19675}});
  CHECK(upsert({{full, 19675}}) == store::UpsertCounts{0, 0, 1});
  CHECK(user.records.versions(full.key).empty());

  Record later = full;
  later.fetched_at += 1000;
  CHECK(upsert({{later, 19675}}) == store::UpsertCounts{0, 0, 1});
  CHECK(user.records.find(full.key)->fetched_at == later.fetched_at);
  CHECK(user.records.versions(full.key).empty());
}

TEST_CASE_METHOD(Fixture, "a changed record is replaced and keeps what it was as a version") {
  StoredRecord ride = a_record("strava", "1");
  ride.record.name = "Morning Ride";
  ride.record.totals.distance_m = 1000.5;
  upsert({ride});
  ride.record.name = "Sunrise";
  ride.record.totals.distance_m.reset();
  ride.record.fetched_at = 1'800'000'000;
  CHECK(upsert({ride}) == store::UpsertCounts{0, 1, 0});
  CHECK(user.records.find(ride.record.key) == ride.record);
  const auto versions = user.records.versions(ride.record.key);
  REQUIRE(versions.size() == 1);
  CHECK(versions[0].changed_at == 1'800'000'000);
  CHECK(versions[0].changes_json == R"({"distance_m":[1000.5,null],"name":["Morning Ride","Sunrise"]})");
}

TEST_CASE_METHOD(Fixture,
                 "one batch may hold a record twice, many providers and more records than one query asks for") {
  std::vector<StoredRecord> records;
  for (int i = 0; i < 300; ++i) {
    records.push_back(a_record(i % 3 == 0 ? "garmin" : "strava", std::to_string(i)));
  }
  records.push_back(a_record("garmin", "0"));
  records.back().record.name = "again";
  CHECK(upsert(records) == store::UpsertCounts{300, 1, 0});
  CHECK(upsert(records) == store::UpsertCounts{0, 2, 299});
  CHECK(user.records.counts() == std::map<std::string, std::int64_t>{{"garmin", 100}, {"strava", 200}});
}

TEST_CASE_METHOD(
    Fixture, "texts that are not UTF-8 and numbers that are none are stored without turning every pull into a change") {
  StoredRecord odd = a_record("file", "odd");
  odd.record.name = "caf\xE9 \xF0\x28";
  odd.record.description = std::string("zero\0byte", 9);
  odd.record.totals.avg_hr = std::numeric_limits<double>::quiet_NaN();
  odd.record.totals.max_hr = std::numeric_limits<double>::infinity();
  upsert({odd});
  CHECK(upsert({odd}) == store::UpsertCounts{0, 0, 1});
  const Record read = user.records.find(odd.record.key).value();
  CHECK(read.name.starts_with("caf\xEF\xBF\xBD"));
  CHECK(read.description == "zero\xEF\xBF\xBD"
                            "byte");
  CHECK_FALSE(read.totals.avg_hr);
  CHECK(read.totals.max_hr == std::numeric_limits<double>::infinity());
}

TEST_CASE_METHOD(
    Fixture, "a hundred new records come at once, each with its own fields, in the order in which they were given") {
  std::vector<StoredRecord> records;
  for (int i = 0; i < 100; ++i) {
    Record full = test::a_full_record("garmin", i);
    full.external_ids = {{"strava", std::to_string(i)}};
    records.push_back({i % 3 == 0 ? a_record("garmin", full.key.id).record : full, i});
  }
  CHECK(upsert(records) == store::UpsertCounts{100, 0, 0});
  std::vector<StoredRecord> stored;
  user.records.for_each([&](const StoredRecord& each) { stored.push_back(each); }, store::Deleted::include);
  CHECK(stored == records);
}

TEST_CASE_METHOD(Fixture, "records are found by local day") {
  StoredRecord late = a_record("garmin", "late", 100);
  late.record.start = 100 * 86400 + 7200;
  StoredRecord undated = a_record("file", "undated");
  undated.local_day.reset();
  upsert({late, a_record("strava", "early", 100), a_record("strava", "next", 101), undated,
          a_record("garmin", "old", 99)});
  CHECK(placed_ids(99, 100) == Ids{"early", "late", "old"});
  CHECK(placed_ids(101, 200) == Ids{"next"});
  CHECK(ids_of(user.records.without_day()) == Ids{"undated"});
  CHECK(user.records.day_range() == std::pair<std::int64_t, std::int64_t>(99, 101));
  CHECK(ids_of(user.records.of_provider("strava", 1)) == Ids{"next"});
}

TEST_CASE_METHOD(Fixture, "records come with where they stand among the activities") {
  upsert({a_record("garmin", "g", 100), a_record("strava", "s", 101), a_record("garmin", "free", 100)});
  const Evidence evidence{Finding::start, 7.5, 12, "a\tb\n"};
  const std::vector<Link> links{{{"garmin", "g"}, LinkKind::founder, LinkRole::member, 0, {}},
                                {{"strava", "s"}, LinkKind::automatic, LinkRole::part, 7.5, {evidence}}};
  const ActivityId id = user.activities.create();
  user.activities.save_links(id, links);
  const ActivityId younger = user.activities.create();
  user.activities.merge(younger, id);

  store::PlacedRecords found;
  user.records.add_of_days(100, 100, found);
  REQUIRE(found.records.size() == 2);
  REQUIRE(found.placements.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(found.placements[i].local_day == 100);
    CHECK(found.placements[i].activity.has_value() == (found.records[i].key.id == "g"));
  }
  for (const ActivityId either : {id, younger}) {
    store::PlacedRecords placed;
    user.records.add_of_activity(either, placed);
    REQUIRE(placed.records.size() == 2);
    const std::size_t s = placed.records[0].key.id == "s" ? 0 : 1;
    CHECK(placed.records[s].key.id == "s");
    CHECK(placed.placements[s].local_day == 101);
    CHECK(placed.placements[s].activity == id);
    CHECK(placed.placements[s].activity_day == 100);
    CHECK(placed.placements[s].link.kind == LinkKind::automatic);
    CHECK(placed.placements[s].link.role == LinkRole::part);
    CHECK(placed.placements[s].link.score == 7.5);
    CHECK(placed.placements[s].link.evidence == std::vector{evidence});
  }
}

TEST_CASE_METHOD(Fixture, "records without a day are listed until they belong to an activity or are ignored") {
  std::vector<StoredRecord> undated{a_record("strava", "s"), a_record("file", "Z"), a_record("file", "a"),
                                    a_record("file", "ignored"), a_record("file", "linked")};
  for (StoredRecord& record : undated) {
    record.local_day.reset();
  }
  upsert(undated);
  user.verdicts.ignore({"file", "ignored"}, 1);
  user.activities.save_links(user.activities.create(), std::vector<Link>{{{"file", "linked"}, {}, {}, 0, {}}});

  std::vector<store::MatchedActivity> adopted;
  for (const std::int64_t record : user.records.unmatched_without_day()) {
    adopted.push_back({std::nullopt, std::nullopt, {{record, {}, {}, 0, {}}}});
  }
  REQUIRE(adopted.size() == 3);
  user.activities.save(adopted);
  CHECK(user.activities.of_record({"file", "Z"}) == adopted[0].id);
  CHECK(user.activities.of_record({"file", "a"}) == adopted[1].id);
  CHECK(user.activities.of_record({"strava", "s"}) == adopted[2].id);
  CHECK(user.records.unmatched_without_day().empty());
}

TEST_CASE_METHOD(Fixture, "a record that is gone is marked, left out of lists, and comes back when it is seen again") {
  const StoredRecord ride = a_record("garmin", "1", 100);
  upsert({ride, a_record("garmin", "2", 100)});
  const std::vector<RecordKey> keys{ride.record.key};
  CHECK(user.records.mark_deleted(keys, 5000) == 1);
  CHECK(user.records.mark_deleted(keys, 6000) == 0);
  CHECK(user.records.find(ride.record.key)->deleted_at == 5000);
  CHECK(placed_ids(100, 100) == Ids{"2"});
  CHECK(user.records.ids_of_provider("garmin") == Ids{"2"});
  CHECK(user.records.counts().at("garmin") == 1);
  CHECK(upsert({ride}) == store::UpsertCounts{0, 1, 0});
  CHECK_FALSE(user.records.find(ride.record.key)->deleted_at);
}

TEST_CASE_METHOD(Fixture, "export walks over more records than one page and may write meanwhile") {
  std::vector<StoredRecord> records;
  for (int i = 0; i < 2500; ++i) {
    records.push_back(a_record("garmin", std::to_string(i)));
  }
  upsert(records);
  std::vector<StoredRecord> seen;
  user.records.for_each([&](const StoredRecord& stored) {
    if (seen.size() % 500 == 0) {
      user.settings.set("seen", std::to_string(seen.size()), "person", 1);
    }
    seen.push_back(stored);
  });
  CHECK(seen == records);
}

TEST_CASE_METHOD(Fixture, "erasing a month of a provider takes links, streams and sources along and nothing else") {
  const Month month{1970, 4};
  const std::int64_t day = days_of(month.first_day());
  upsert({a_record("file", "in", day), a_record("file", "out", day - 1), a_record("garmin", "other", day)});
  const RecordKey in{"file", "in"};
  user.streams.save(in, {{{"time", "", {1, 2}}}, {3}});
  user.sources.save({"file", "a.fit", "f1", "", 1, {"in"}});
  user.sources.save({"file", "b.fit", "f2", "", 1, {"out"}});
  const ActivityId activity = user.activities.create();
  user.activities.save_links(activity, std::vector<Link>{{in, {}, {}, 0, {}}, {{"garmin", "other"}, {}, {}, 0, {}}});

  CHECK(user.records.erase("file", month) == std::vector<RecordKey>{in});
  CHECK_FALSE(user.records.find(in));
  CHECK_FALSE(user.streams.load(in));
  CHECK(user.sources.known("file") == std::map<std::string, std::string>{{"b.fit", "f2"}});
  CHECK(user.activities.find(activity)->links.size() == 1);
  CHECK(user.records.erase(std::nullopt, std::nullopt).size() == 2);
  CHECK(user.sources.known("file").empty());
  CHECK(user.activities.remove_empty() == 1);
  CHECK_FALSE(user.activities.resolve(activity));
}

TEST_CASE_METHOD(Fixture, "when a file's content changes the new record inherits activity, verdicts and versions") {
  StoredRecord old_file = a_record("file", "old", 100);
  StoredRecord new_file = a_record("file", "new", 100);
  new_file.record.name = "longer";
  upsert({old_file, new_file, a_record("garmin", "g", 100)});
  const ActivityId activity = user.activities.create();
  user.activities.save_links(activity, std::vector<Link>{{old_file.record.key, LinkKind::person, {}, 2.5, {}}});
  user.verdicts.say(old_file.record.key, {"garmin", "g"}, store::VerdictKind::different, 7);
  user.verdicts.ignore(old_file.record.key, 8);

  user.records.replace_identity(old_file.record.key, new_file.record.key, 9000);
  CHECK_FALSE(user.records.find(old_file.record.key));
  CHECK(user.activities.of_record(new_file.record.key) == activity);
  CHECK(user.activities.find(activity)->links.at(0).kind == LinkKind::person);
  CHECK(user.verdicts.all() ==
        std::vector<store::Verdict>{{{"file", "new"}, {"garmin", "g"}, store::VerdictKind::different, 7}});
  CHECK(user.verdicts.ignored() == std::vector<RecordKey>{{"file", "new"}});
  REQUIRE(user.records.versions(new_file.record.key).size() == 1);
  CHECK(user.records.versions(new_file.record.key)[0].changed_at == 9000);
}

TEST_CASE_METHOD(Fixture, "of two records that become one a person's link stands, else that of the older") {
  const RecordKey older{"file", "old"};
  const RecordKey newer{"file", "new"};
  const ActivityId first = user.activities.create();
  const ActivityId second = user.activities.create();
  const auto link_left = [&](std::optional<LinkKind> of_older, LinkKind of_newer) {
    upsert({a_record("file", "old", 100), a_record("file", "new", 100)});
    if (of_older) {
      user.activities.save_links(first, std::vector<Link>{{older, *of_older, {}, 1, {}}});
    }
    user.activities.save_links(second, std::vector<Link>{{newer, of_newer, {}, 1, {}}});
    user.records.replace_identity(older, newer, 9000);
    CHECK_FALSE(user.records.find(older));
    return user.activities.of_record(newer);
  };
  CHECK(link_left(LinkKind::automatic, LinkKind::founder) == first);
  CHECK(link_left(LinkKind::automatic, LinkKind::person) == second);
  CHECK(link_left(LinkKind::person, LinkKind::person) == first);
  CHECK(link_left(std::nullopt, LinkKind::founder) == second);
}

TEST_CASE_METHOD(Fixture, "a month's records come with their activities and links in one query") {
  const Month month{2025, 8};
  const std::int64_t day = days_of(month.first_day());
  StoredRecord ride = a_record("strava", "s", day);
  ride.record.name = "Ride";
  upsert({ride, a_record("garmin", "g", day), a_record("garmin", "deleted", day),
          a_record("garmin", "september", day + 40)});
  const std::vector<Evidence> evidence{{Finding::start, 4.25, 12, "so\tor\nso \\"}, {Finding::distance, -0.5, 0.1, {}}};
  const ActivityId first = user.activities.create();
  const ActivityId second = user.activities.create();
  user.activities.save_links(
      first, std::vector<Link>{{{"strava", "s"}, LinkKind::automatic, LinkRole::duplicate, 7.5, evidence},
                               {{"garmin", "g"}, LinkKind::founder, LinkRole::member, 0, {}},
                               {{"garmin", "deleted"}, LinkKind::automatic, LinkRole::member, 1, {}}});
  user.activities.save_links(second, std::vector<Link>{{{"garmin", "september"}, {}, {}, 0, {}}});
  user.records.mark_deleted(std::vector<RecordKey>{{"garmin", "deleted"}}, 1);

  const auto linked = records_of_month(user, month);
  REQUIRE(linked.size() == 2);
  CHECK(linked[0].record.key == RecordKey{"garmin", "g"});
  CHECK(linked[1].activity == first);
  CHECK(linked[1].record == ride.record);
  CHECK(linked[1].link == Link{{"strava", "s"}, LinkKind::automatic, LinkRole::duplicate, 7.5, evidence});
  CHECK(user.records.of_activity(first).size() == 3);
  CHECK(records_of_month(user, {2025, 9}).size() == 1);
}
