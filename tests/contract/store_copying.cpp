// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "base/error.hpp"
#include "store/copying.hpp"
#include "store/repositories/login_attempts.hpp"
#include "store/repositories/provider_accounts.hpp"
#include "store/repositories/sessions.hpp"
#include "store/repositories/webhook_subscriptions.hpp"
#include "store/table_pages.hpp"
#include "support/temporary_store.hpp"

using namespace tracekit;
using test::a_record;

namespace {

// Rows in every table, more of them than one page where that matters.
void fill(Store& store) {
  UserStore user = store.for_user(store.users().owner(1).id);
  store.users().add("bert@example.org", 2);
  std::vector<store::StoredRecord> records;
  for (int i = 0; i < 1200; ++i) {
    records.push_back({test::a_full_record(i % 2 == 0 ? "garmin" : "strava", i), 20000 + i / 4});
    records.back().record.deleted_at.reset();
  }
  records.push_back(a_record("file", "a"));
  user.records.upsert(records);
  records.back().record.name = "changed";
  user.records.upsert(records);
  const ActivityId activity = user.activities.create();
  user.activities.save_links(activity, std::vector<Link>{{{"file", "a"}, {}, {}, 1.5, {{Finding::start, 2, 12, {}}}}});
  user.activities.merge(user.activities.create(), activity);
  user.activities.create();
  user.activities.remove_empty();
  const RecordKey a{"file", "a"};
  const RecordKey b{"garmin", "full-0"};
  user.verdicts.say(a, b, store::VerdictKind::same, 1);
  user.verdicts.ignore(b, 1);
  user.clock_corrections.say({"garmin", 20'000, 20'010, 3600, true, 1});
  user.questions.replace(0, 99999, std::vector<store::Question>{{0, a, b, 0.5, "why", 20000}});
  user.coverage.save(
      std::vector{store::MonthCoverage{"garmin", {2024, 10}, store::CoverageStatus::complete, "", 1, 1}});
  user.provider_states.save({"garmin", "pull", true, "", 1, 5});
  user.provider_states.save_cursor("garmin", "cursor");
  user.sources.save({"file", "a.fit", "print", "", 1, {"a"}});
  user.month_summaries.save(std::vector{store::MonthSummary{{2024, 10}, 1, 1, 1, false, {{"garmin", 1, 1, 1, ""}}}});
  user.journal.begin_intent({"change", "rename", "garmin", b, {}, "name", "x", "y", "{}", {}}, 1);
  user.journal.dismiss("dismissed", "{}", 1);
  for (std::size_t i = 0; i < 20; ++i) {
    Bytes bytes(i * 1000, static_cast<std::uint8_t>(i));
    user.blobs.put(std::to_string(i), {store::BlobCodec::plain, bytes.size(), bytes}, store::BlobKind::original, 1);
  }
  user.blobs.put("big", {store::BlobCodec::plain, 3'000'000, Bytes(3'000'000, 7)}, store::BlobKind::original, 1);
  user.streams.save(a, {{{"time", "ms", {1, 0, 255}}, {"empty", "", {}}}, {9}});
  user.settings.set("units", "1", "person", 1);
  user.settings.set_seed_hash("hash", 1);
  user.credentials.save("garmin", "token", Bytes{1, 0}, 1);
  user.gear_aliases.add("a", "b", 1);
  user.audit.append("cli", "act", "", 1);
  store::NewJob job;
  job.kind = "pull";
  user.jobs.add(job);
  store::Schedule schedule;
  schedule.name = "nightly";
  user.schedules.save(schedule);
  user.notifications.add(store::NotificationLevel::error, "topic", "message", 1, 2);
  user.api_tokens.add("script", "hash", "read", 9, 1);
  store::Sessions(store.connection(), user.user()).add("hash", "browser", "127.0.0.1", 1);
  store::LoginAttempts(store.connection()).note("email:carl@example.org", 1);
  store.connection().execute(
      "INSERT INTO job_outcomes (user_id, job, change_id, done, message) VALUES (1, 1, 'c', 1, '')");
  store::ProviderAccounts(store.connection()).set(user.user(), "strava", "227615", 1);
  store::WebhookSubscriptions(store.connection()).save({"strava", "131300", "https://here/webhooks/strava", {1, 0}, 1});
}

std::vector<sql::Engine> engines() { return test::engines_under_test(); }

bool same_tables(Store& a, Store& b) {
  const auto left = store::table_checksums(a.connection());
  const auto right = store::table_checksums(b.connection());
  return std::ranges::equal(left, right, [](const auto& x, const auto& y) {
    return x.name == y.name && x.rows == y.rows && x.checksum == y.checksum;
  });
}

} // namespace

TEST_CASE("every table but the schema's own bookkeeping is copied") {
  const test::TemporaryStore database{GENERATE(from_range(engines()))};
  Store store = database.open();
  std::set<std::string> copied{"schema_migrations", "database_properties", "workers", "counters"};
  for (const store::CopiedTable& table : store::copied_tables()) {
    copied.emplace(table.name);
  }
  const std::vector<std::string> names = store::table_names(store.connection());
  CHECK(copied == std::set<std::string>(names.begin(), names.end()));
}

TEST_CASE("everything is copied to another database, between engines in both directions") {
  const test::TemporaryStore from{GENERATE(from_range(engines()))};
  const test::TemporaryStore to{GENERATE(from_range(engines()))};
  Store source = from.open();
  fill(source);
  Store target = to.open();
  target.users().owner(99);
  std::int64_t reported = 0;
  const CopyReport report = source.copy_to(target, [&](const std::string&, std::int64_t rows) { reported += rows; });
  CHECK(report.tables.size() == store::copied_tables().size());
  for (const CopyReport::Table& table : report.tables) {
    INFO(table.name);
    CHECK(table.rows > 0);
  }
  CHECK(reported > 1200);
  CHECK(same_tables(source, target));
  UserStore user = target.for_user(1);
  CHECK(user.records.find({"garmin", "full-0"}) == source.for_user(1).records.find({"garmin", "full-0"}));

  SECTION("numbers go on where the source stopped") {
    const ActivityId next = user.activities.create();
    CHECK(next == source.for_user(1).activities.create());
    CHECK(target.users().add("carl@example.org", 1).id == source.users().add("carl@example.org", 1).id);
  }
  SECTION("again it changes nothing") {
    CHECK(source.copy_to(target).tables.size() == report.tables.size());
    CHECK(same_tables(source, target));
  }
  SECTION("a copy that was used since is not overwritten") {
    user.settings.set("units", "2", "person", 2);
    CHECK_THROWS_AS(source.copy_to(target), Error);
    CHECK(user.settings.find("units")->value_json == "2");
  }
}

TEST_CASE("a copy that was interrupted is taken up again, with what has changed at the source meanwhile") {
  const test::TemporaryStore from(sql::Engine::sqlite);
  const test::TemporaryStore to{GENERATE(from_range(engines()))};
  Store source = from.open();
  fill(source);
  Store target = to.open();
  const auto stop = [](const std::string& table, std::int64_t) {
    if (table == "links") {
      throw std::runtime_error("interrupted");
    }
  };
  CHECK_THROWS_AS(source.copy_to(target, stop), std::runtime_error);
  auto changed = a_record("file", "a");
  changed.record.name = "changed again";
  source.for_user(1).records.upsert(std::vector{changed});
  source.copy_to(target);
  CHECK(same_tables(source, target));
}

TEST_CASE("other people's data is never mixed with a copy") {
  const test::TemporaryStore from(sql::Engine::sqlite);
  const test::TemporaryStore to{GENERATE(from_range(engines()))};
  Store source = from.open();
  fill(source);
  Store target = to.open();
  target.for_user(target.users().owner(1).id).records.upsert(std::vector{a_record("garmin", "mine")});
  CHECK_THROWS_AS(source.copy_to(target), Error);
  CHECK(target.for_user(1).records.counts() == std::map<std::string, std::int64_t>{{"garmin", 1}});
  Store itself = from.open();
  CHECK_THROWS_AS(source.copy_to(itself), Error);
}

TEST_CASE("a backup is one whole SQLite file, made while others write") {
  const test::TemporaryStore database{GENERATE(from_range(engines()))};
  const test::TemporaryFolder folder;
  Store store = database.open();
  fill(store);
  Store writer = database.open();
  sql::Transaction unfinished = writer.transaction();
  writer.for_user(1).settings.set("late", "1", "person", 1);
  const std::filesystem::path target = folder.path() / "backup.db";
  store.backup_to(target);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
  Store backup = Store::open(target.string());
  CHECK(same_tables(store, backup));
  CHECK_FALSE(backup.for_user(1).settings.find("late"));
  CHECK_THROWS_AS(store.backup_to(target), Error);
}

TEST_CASE("a database knows when its last backup was made") {
  const test::TemporaryStore database{GENERATE(from_range(engines()))};
  Store store = database.open();
  CHECK_FALSE(store::last_backup_at(store.connection()));
  store::note_backup(store.connection(), 1'754'205'300);
  store::note_backup(store.connection(), 1'754'291'700);
  CHECK(store::last_backup_at(store.connection()) == 1'754'291'700);
}
