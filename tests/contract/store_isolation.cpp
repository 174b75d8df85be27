// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <limits>
#include <random>

#include "base/error.hpp"
#include "support/filled_person.hpp"
#include "support/postgres_cluster.hpp"
#include "support/temporary_store.hpp"

using namespace tracekit;
using namespace tracekit::store;
using test::a_record;

namespace {

using test::FilledPerson;

const RecordKey& key = FilledPerson::key;
const RecordKey& other_key = FilledPerson::other_key;
constexpr Month month = FilledPerson::month;
constexpr std::int64_t day = FilledPerson::day;

/// A database as everybody reaches it, and, on PostgreSQL, as a role whom row-level security holds as well.
struct Place {
  sql::Engine engine;
  bool as_writer = false;
};

std::vector<Place> places() {
  std::vector<Place> places;
  for (const sql::Engine engine : test::engines_under_test()) {
    places.push_back({engine});
    if (engine == sql::Engine::postgres) {
      places.push_back({engine, true});
    }
  }
  return places;
}

class Database {
public:
  explicit Database(const Place& place) {
    if (place.as_writer) {
      auto& cluster = test::PostgresCluster::instance();
      url_ = cluster.url(cluster.create_database_with_roles(), "tracekit_writer");
    } else {
      url_ = own_.emplace(place.engine).url();
    }
  }
  [[nodiscard]] Store open() const { return Store::open(url_); }

private:
  std::optional<test::TemporaryStore> own_;
  std::string url_;
};

void expect_no_records(UserStore& intruder, const FilledPerson& filled) {
  CHECK_FALSE(intruder.records.find(key));
  const auto nobodys = [](const auto&) { FAIL("handed out another person's records"); };
  PlacedRecords placed;
  intruder.records.add_of_days(0, 99999, placed);
  intruder.records.add_of_activity(filled.activity, placed);
  intruder.records.add_of_activity(filled.younger, placed);
  CHECK(placed.records.empty());
  CHECK(intruder.records.without_day().empty());
  CHECK(intruder.records.unmatched_without_day().empty());
  CHECK(intruder.records.of_provider("garmin", 10).empty());
  CHECK(intruder.records.ids_of_provider("garmin").empty());
  CHECK_FALSE(intruder.records.day_range());
  intruder.records.for_each_of_month(month, RecordParts::all, nobodys);
  CHECK(intruder.records.of_activity(filled.activity).empty());
  CHECK(intruder.records.of_activity(filled.younger).empty());
  CHECK(intruder.records.versions(key).empty());
  CHECK(intruder.records.counts().empty());
  intruder.records.for_each([](const StoredRecord&) { FAIL("somebody else's record"); }, Deleted::include);
  CHECK(intruder.records.mark_deleted(std::vector{key}, 1) == 0);
  CHECK(intruder.records.erase(std::nullopt, std::nullopt).empty());
  intruder.records.erase(std::vector{key});
  CHECK_THROWS_AS(intruder.records.replace_identity(key, other_key, 1), Error);
}

void expect_no_activities(UserStore& intruder, const FilledPerson& filled) {
  CHECK_FALSE(intruder.activities.resolve(filled.activity));
  CHECK_FALSE(intruder.activities.resolve(filled.younger));
  CHECK_FALSE(intruder.activities.find(filled.activity));
  CHECK_FALSE(intruder.activities.of_record(key));
  CHECK(intruder.activities.in_days(0, 99999).empty());
  CHECK_FALSE(intruder.activities.latest());
  CHECK(intruder.activities.count() == 0);
  CHECK_THROWS_AS(intruder.activities.save_links(filled.activity, {}), Error);
  std::vector<MatchedActivity> hostile{{filled.activity, day, {}}};
  CHECK_THROWS_AS(intruder.activities.save(hostile), Error);
  CHECK_THROWS_AS(intruder.activities.merge(filled.activity, filled.activity + 1000), Error);
  CHECK(intruder.activities.remove_empty() == 0);

  CHECK(intruder.verdicts.all().empty());
  CHECK(intruder.verdicts.about(key).empty());
  CHECK(intruder.verdicts.ignored().empty());
  CHECK_FALSE(intruder.verdicts.withdraw(key, other_key));
  CHECK_FALSE(intruder.verdicts.stop_ignoring(other_key));
  CHECK(intruder.questions.open().empty());
  CHECK(intruder.questions.open_count() == 0);
  CHECK_FALSE(intruder.questions.find(filled.question));
  CHECK_THROWS_AS(intruder.questions.answer(filled.question, VerdictKind::same, 1), Error);
  intruder.questions.replace(0, 99999, {});
}

void expect_no_months(UserStore& intruder, const FilledPerson& filled) {
  CHECK_FALSE(intruder.coverage.find("garmin", month));
  CHECK(intruder.coverage.erase(std::nullopt, std::nullopt) == 0);
  CHECK(intruder.provider_states.all().empty());
  CHECK(intruder.provider_states.cursor("garmin").empty());
  intruder.provider_states.erase(std::nullopt);
  CHECK(intruder.sources.known("garmin").empty());
  CHECK_FALSE(intruder.sources.find("garmin", "source"));
  CHECK(intruder.sources.of_record(key).empty());
  CHECK(intruder.sources.failures().empty());
  intruder.sources.erase("garmin", "source");
  CHECK(intruder.month_summaries.in_months({1, 1}, {9999, 12}).empty());
  CHECK_FALSE(intruder.month_summaries.range());
  CHECK(intruder.month_summaries.dirty().empty());
  intruder.month_summaries.erase(std::nullopt);

  CHECK(intruder.journal.open().empty());
  CHECK(intruder.journal.list(10).empty());
  CHECK_FALSE(intruder.journal.find(filled.entry));
  CHECK_FALSE(intruder.journal.find_change("change"));
  CHECK_THROWS_AS(intruder.journal.finish(filled.entry, Outcome::done, "", "", "", 1), Error);
  CHECK_THROWS_AS(intruder.journal.mark_undone(filled.entry, 1), Error);
  CHECK(intruder.journal.dismissed().empty());
  CHECK_FALSE(intruder.journal.restore("dismissed"));
}

void expect_no_belongings(UserStore& intruder, const FilledPerson& filled) {
  CHECK_FALSE(intruder.blobs.has("abc"));
  CHECK_FALSE(intruder.blobs.find("abc"));
  CHECK_FALSE(intruder.blobs.info("abc"));
  intruder.blobs.for_each([](const BlobInfo&) { FAIL("somebody else's blob"); });
  CHECK_FALSE(intruder.blobs.erase("abc"));
  CHECK(intruder.blobs.erase_unreferenced(BlobKind::original) == 0);
  CHECK_FALSE(intruder.streams.load(key));
  CHECK_FALSE(intruder.streams.has(key));
  CHECK(intruder.streams.load_columns(key, std::vector<std::string>{"time"}).empty());
  CHECK(intruder.streams.records().empty());
  intruder.streams.erase(key);
  CHECK_THROWS_AS(intruder.streams.save(key, {}), Error);

  CHECK(intruder.settings.all().empty());
  CHECK_FALSE(intruder.settings.find("units"));
  CHECK_FALSE(intruder.settings.erase("units"));
  CHECK(intruder.settings.seed_hash().empty());
  CHECK_FALSE(intruder.credentials.find("garmin", "token"));
  CHECK(intruder.credentials.names().empty());
  CHECK(intruder.credentials.erase_provider("garmin") == 0);
  CHECK(intruder.gear_aliases.all().empty());
  CHECK_FALSE(intruder.gear_aliases.remove("a"));
  CHECK(intruder.audit.list(10).empty());
  CHECK(intruder.clock_corrections.all().empty());

  CHECK(intruder.jobs.list({}).empty());
  CHECK_FALSE(intruder.jobs.find(filled.job));
  CHECK(intruder.jobs.counts().empty());
  CHECK_FALSE(intruder.jobs.cancel(filled.job));
  CHECK_FALSE(intruder.jobs.retry(filled.job));
  CHECK(intruder.schedules.all().empty());
  CHECK_FALSE(intruder.schedules.erase("nightly"));
  CHECK(intruder.notifications.list(2, 10).empty());
  CHECK_FALSE(intruder.notifications.mark_read(filled.notification, 2));
  CHECK(intruder.notifications.mark_all_read(2) == 0);
  CHECK(intruder.notifications.settle("topic", 2) == 0);
  CHECK(intruder.api_tokens.list().empty());
  CHECK_FALSE(intruder.api_tokens.revoke(filled.token, 1));
}

/// Everything that the intruder could ask for or do is answered as if nobody else were there.
void expect_nothing(UserStore& intruder, const FilledPerson& filled) {
  expect_no_records(intruder, filled);
  expect_no_activities(intruder, filled);
  expect_no_months(intruder, filled);
  expect_no_belongings(intruder, filled);
}

void expect_intact(UserStore& anna, const FilledPerson& filled) {
  CHECK(anna.records.counts().size() == 2);
  CHECK(anna.records.versions(key).size() == 1);
  CHECK(anna.activities.find(filled.younger)->links.size() == 1);
  CHECK(anna.verdicts.all().size() == 1);
  CHECK(anna.verdicts.ignored().size() == 1);
  CHECK(anna.questions.open().size() == 1);
  CHECK(anna.coverage.find("garmin", month));
  CHECK(anna.provider_states.find("garmin"));
  CHECK(anna.provider_states.cursor("garmin") == "cursor");
  CHECK(anna.sources.known("garmin").size() == 1);
  CHECK(anna.month_summaries.dirty().size() == 1);
  CHECK(anna.journal.open().size() == 1);
  CHECK(anna.blobs.has("abc"));
  CHECK(anna.streams.has(key));
  CHECK(anna.settings.seed_hash() == "hash");
  CHECK(anna.credentials.find("garmin", "token"));
  CHECK(anna.gear_aliases.all().size() == 1);
  CHECK(anna.clock_corrections.all().size() == 1);
  CHECK(anna.jobs.find(filled.job)->state == JobState::ready);
  CHECK(anna.schedules.find("nightly"));
  CHECK(anna.notifications.unread(2).size() == 1);
  CHECK_FALSE(anna.api_tokens.list().at(0).revoked_at);
}

/// The ends of the range, what a careless conversion would turn into somebody else's number, and many at random.
std::vector<UserId> ids_of_nobody(UserId somebody) {
  using Limits = std::numeric_limits<UserId>;
  std::vector<UserId> ids{
      0, -1, -somebody, Limits::min(), Limits::max(), somebody + (UserId{1} << 32), somebody + (UserId{1} << 53)};
  std::mt19937_64 random(20241001);
  for (int i = 0; i < 40; ++i) {
    const auto id = static_cast<UserId>(random());
    ids.push_back(id >> (i % 60));
  }
  std::erase_if(ids, [&](UserId id) { return id == somebody; });
  return ids;
}

} // namespace

TEST_CASE("what one person stores is neither seen nor changed by another one") {
  const Database database(GENERATE(from_range(places())));
  Store store = database.open();
  UserStore anna = store.for_user(store.users().owner(1).id);
  UserStore bert = store.for_user(store.users().add("bert@example.org", 1).id);
  const FilledPerson filled(anna);
  expect_nothing(bert, filled);
  PlacedRecords placed;
  anna.records.add_of_activity(filled.activity, placed);
  std::vector<MatchedActivity> thievish{{std::nullopt, day, {placed.placements.at(0).link}}};
  CHECK_THROWS_AS(bert.activities.save(thievish), Error);
  CHECK_THROWS_AS(bert.activities.merge(filled.activity, bert.activities.create()), Error);
  CHECK(bert.activities.remove_empty() == 1);
  expect_intact(anna, filled);
}

TEST_CASE("a number that is nobody's sees nothing, whatever it is") {
  const Database database(GENERATE(from_range(places())));
  Store store = database.open();
  UserStore anna = store.for_user(store.users().owner(1).id);
  const FilledPerson filled(anna);
  for (const UserId id : ids_of_nobody(anna.user())) {
    INFO("user " << id);
    UserStore nobody = store.for_user(id);
    expect_nothing(nobody, filled);
    CHECK_THROWS_AS(nobody.records.upsert(std::vector{a_record("garmin", "9")}), Error);
    CHECK_THROWS_AS(nobody.settings.set("units", "2", "person", 1), Error);
    CHECK_THROWS_AS(nobody.activities.create(), Error);
  }
  expect_intact(anna, filled);
}

TEST_CASE("two people may hold the same records, files, settings and sources") {
  const Database database(GENERATE(from_range(places())));
  Store store = database.open();
  UserStore anna = store.for_user(store.users().owner(1).id);
  UserStore bert = store.for_user(store.users().add("bert@example.org", 1).id);
  const FilledPerson first(anna);
  const FilledPerson second(bert);
  CHECK(bert.records.erase("garmin", std::nullopt).size() == 1);
  CHECK(anna.records.find(key));
  CHECK(anna.streams.has(key));
  CHECK(anna.activities.find(first.activity)->links.size() == 1);
  CHECK(bert.activities.find(second.activity)->links.empty());
}
