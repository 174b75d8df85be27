// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <random>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "support/temporary_store.hpp"

using namespace tracekit;
using namespace tracekit::store;
using test::a_record;

namespace {

struct Fixture {
  test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  Store store = database.open();
  UserStore user = store.for_user(store.users().owner(1).id);
};

Bytes random_bytes(std::size_t size) {
  std::mt19937 random(7);
  Bytes bytes(size);
  for (std::uint8_t& byte : bytes) {
    byte = static_cast<std::uint8_t>(random());
  }
  return bytes;
}

} // namespace

TEST_CASE_METHOD(Fixture, "the owner is the first user, made once") {
  const User owner = store.users().owner(5);
  CHECK(owner.created_at == 1);
  CHECK(store.users().owner(9) == owner);
  const User guest = store.users().add(" Anna@Example.org", 7);
  CHECK(guest.id != owner.id);
  CHECK(store.users().find("anna@example.ORG") == guest);
  CHECK(store.users().find(guest.id) == guest);
  CHECK(store.users().all().size() == 2);
  CHECK_THROWS_AS(store.users().add("ANNA@example.org", 8), Error);
  CHECK_FALSE(store.users().find("nobody@example.org"));
}

TEST_CASE_METHOD(Fixture, "coverage tells how much of a provider's month is here") {
  const MonthCoverage august{"garmin", {2025, 8}, CoverageStatus::complete, "", 100, 22};
  MonthCoverage december{"garmin", {2024, 12}, CoverageStatus::failed, "no network", 100, 0};
  const MonthCoverage strava{"strava", {2025, 8}, CoverageStatus::partial, "rate limit", 100, 5};
  user.coverage.save(std::vector{august, december, strava});
  december.status = CoverageStatus::impossible;
  user.coverage.save(std::vector{december});
  CHECK(user.coverage.find("garmin", {2024, 12}) == december);
  CHECK_FALSE(user.coverage.find("garmin", {2024, 11}));
  CHECK(user.coverage.of_provider("garmin") == std::vector{december, august});
  CHECK(user.coverage.in_months({2025, 1}, {2025, 12}) == std::vector{august, strava});
  CHECK(user.coverage.erase("garmin", Month{2025, 8}) == 1);
  CHECK(user.coverage.erase(std::nullopt, std::nullopt) == 2);
}

TEST_CASE_METHOD(Fixture, "a provider's last operation and its cursor are kept apart") {
  const ProviderStatus status{"strava", "pull", false, "rate limited", 100, 900};
  user.provider_states.save_cursor("strava", "page 7");
  user.provider_states.save(status);
  CHECK(user.provider_states.find("strava") == status);
  CHECK(user.provider_states.all() == std::vector{status});
  CHECK(user.provider_states.cursor("strava") == "page 7");
  CHECK(user.provider_states.cursor("garmin").empty());
  user.provider_states.erase("strava");
  CHECK_FALSE(user.provider_states.find("strava"));
  CHECK(user.provider_states.cursor("strava").empty());
}

TEST_CASE_METHOD(Fixture, "sources are known by fingerprint, with their failures and records") {
  Source file{"file", "rides/a.fit", "10:20:30", "", 50, {"abc", "abc#1"}};
  user.sources.save(file);
  user.sources.save({"file", "broken.fit", "1:2:3", "cut off after 12 bytes", 51, {}});
  file.record_ids = {"def"};
  file.fingerprint = "11:20:30";
  user.sources.save(file);
  CHECK(user.sources.known("file") ==
        std::map<std::string, std::string>{{"broken.fit", "1:2:3"}, {"rides/a.fit", "11:20:30"}});
  CHECK(user.sources.find("file", "rides/a.fit") == file);
  CHECK(user.sources.of_record({"file", "def"}) == std::vector<std::string>{"rides/a.fit"});
  CHECK(user.sources.of_record({"file", "abc"}).empty());
  CHECK(user.sources.failures().at(0).failure == "cut off after 12 bytes");
  user.sources.erase("file", "rides/a.fit");
  CHECK(user.sources.known("file").size() == 1);
}

TEST_CASE_METHOD(Fixture, "month summaries are replaced, marked and read for the calendar") {
  const MonthSummary august{
      {2025, 8}, 20, 12, 3, false, {{"garmin", 20, 0x80000001U, 1, "Edge 530\nfenix"}, {"strava", 12, 6, 2, ""}}};
  user.month_summaries.save(std::vector{august, MonthSummary{{2025, 9}, 0, 0, 0, false, {}}});
  CHECK(user.month_summaries.in_months({2025, 8}, {2025, 8}) == std::vector{august});
  user.month_summaries.mark_dirty(std::vector<Month>{{2025, 7}, {2025, 8}});
  CHECK(user.month_summaries.dirty() == std::vector<Month>{{2025, 7}, {2025, 8}});
  user.month_summaries.save(std::vector{august});
  CHECK(user.month_summaries.dirty() == std::vector<Month>{{2025, 7}});
  user.month_summaries.mark_all_dirty();
  CHECK(user.month_summaries.dirty().size() == 3);
  user.coverage.save(std::vector{MonthCoverage{"garmin", {2020, 1}, CoverageStatus::complete, "", 1, 0}});
  CHECK(user.month_summaries.range() == std::pair(Month{2020, 1}, Month{2025, 9}));
  user.month_summaries.erase(Month{2025, 8});
  CHECK(user.month_summaries.in_months({2025, 1}, {2025, 12}).size() == 2);
}

TEST_CASE_METHOD(Fixture, "an intent is on disk before the call and its outcome after it") {
  const Intent intent{"0123456789abcdef", "rename", "strava",    {"strava", "1"}, {"garmin", "2"}, "name", "old",
                      "new \"x\"",        "{}",     std::nullopt};
  const std::int64_t id = user.journal.begin_intent(intent, 100);
  Store other = database.open();
  CHECK(other.for_user(user.user()).journal.open().at(0).intent == intent);
  CHECK_THROWS_AS(user.journal.begin_intent(intent, 101), Error);
  user.journal.finish(id, Outcome::failed, "no network", "", "", 102);
  CHECK(user.journal.open().empty());
  const std::int64_t second = user.journal.begin_intent(intent, 103);
  user.journal.finish(second, Outcome::done, "", "{\"name\":\"old\"}", "{\"name\":\"new\"}", 104);
  user.journal.mark_undone(second, 105);
  const JournalEntry entry = user.journal.find(second).value();
  CHECK(entry.outcome == Outcome::done);
  CHECK(entry.undone_at == 105);
  CHECK(entry.after == "{\"name\":\"new\"}");
  CHECK(user.journal.find_change(intent.change_id)->id == second);
  CHECK(user.journal.list(10).size() == 2);
  CHECK(user.journal.list(10, second).at(0).id == id);
  CHECK_THROWS_AS(user.journal.finish(9999, Outcome::done, "", "", "", 1), Error);
  CHECK_THROWS_AS(user.journal.mark_undone(9999, 1), Error);
}

TEST_CASE_METHOD(Fixture, "an intent inside a transaction is refused") {
  const sql::Transaction transaction = store.transaction();
  CHECK_THROWS_AS(user.journal.begin_intent({}, 1), std::logic_error);
}

TEST_CASE_METHOD(Fixture, "dismissed changes are remembered until they are brought back") {
  user.journal.dismiss("b", "{\"b\":1}", 1);
  user.journal.dismiss("a", "{\"a\":1}", 2);
  user.journal.dismiss("a", "{}", 3);
  CHECK(user.journal.dismissed() == std::vector<std::string>{"a", "b"});
  const std::vector<Dismissal> dismissals = user.journal.dismissals();
  REQUIRE(dismissals.size() == 2);
  CHECK(dismissals.front().change_id == "a");
  CHECK(dismissals.front().change_json == "{\"a\":1}");
  CHECK(dismissals.front().dismissed_at == 2);
  CHECK(user.journal.restore("a"));
  CHECK_FALSE(user.journal.restore("a"));
}

TEST_CASE_METHOD(Fixture,
                 "of dismissed changes that speak of a provider only that they are dismissed is kept in the end") {
  user.journal.dismiss("there", R"({"provider":"strava","old":"Secret","target":{"provider":"strava","id":"1"}})", 1);
  user.journal.dismiss("from", R"({"provider":"garmin","new":"Secret","source":{"provider":"strava","id":"1"}})", 2);
  user.journal.dismiss("other", R"({"provider":"garmin","new":"Strava","source":{"provider":"file","id":"1"}})", 3);
  user.journal.forget_values("strava", 9);
  CHECK(user.journal.dismissed() == std::vector<std::string>{"from", "other", "there"});
  std::vector<std::string> known;
  for (const Dismissal& dismissal : user.journal.dismissals()) {
    if (!dismissal.change_json.empty()) {
      known.push_back(dismissal.change_json);
    }
  }
  REQUIRE(known.size() == 1);
  CHECK(known.front().find("\"file\"") != std::string::npos);
}

TEST_CASE_METHOD(Fixture, "blobs of every size read back equal and are stored once") {
  const std::size_t size = GENERATE(as<std::size_t>{}, 0, 1, 1000, (1U << 20U), (1U << 20U) + 1, 3'500'000);
  const Bytes content = random_bytes(size);
  const std::string sha256 = sha256_hex(content);
  CHECK(user.blobs.put(sha256, encode_blob(content), BlobKind::original, 5));
  CHECK_FALSE(user.blobs.put(sha256, encode_blob(content), BlobKind::original, 6));
  CHECK(user.blobs.has(sha256));
  CHECK(user.blobs.find(sha256) == content);
  CHECK(user.blobs.info(sha256)->stored_at == 5);
  CHECK(user.blobs.erase(sha256));
  CHECK_FALSE(user.blobs.find(sha256));
}

TEST_CASE_METHOD(Fixture, "compressible blobs are stored small, changed ones are noticed, unused ones removed") {
  const Bytes content(100'000, 'x');
  const std::string sha256 = sha256_hex(content);
  user.blobs.put(sha256, encode_blob(content), BlobKind::original, 1);
  CHECK(user.blobs.info(sha256)->stored_size < 1000);
  user.blobs.put("0000", encode_blob(content), BlobKind::payload, 1);
  CHECK_THROWS_AS(user.blobs.find("0000"), Error);

  StoredRecord record = a_record("file", "1");
  record.record.payload_sha256 = sha256;
  user.records.upsert(std::vector{record});
  CHECK(user.blobs.erase_unreferenced(BlobKind::original) == 0);
  CHECK(user.blobs.erase_unreferenced(BlobKind::payload) == 1);
  int seen = 0;
  user.blobs.for_each([&](const BlobInfo& info) { seen += info.sha256 == sha256 ? 1 : 100; });
  CHECK(seen == 1);
}

TEST_CASE("blobs that do not decode to their size are refused without allocating it") {
  EncodedBlob blob = encode_blob(Bytes(5000, 'y'));
  blob.raw_size = std::uint64_t{1} << 60U;
  CHECK_THROWS_AS(decode_blob(blob), Error);
  blob.codec = BlobCodec::plain;
  CHECK_THROWS_AS(decode_blob(blob), Error);
  EncodedBlob broken = encode_blob(Bytes(5000, 'y'));
  broken.data.resize(broken.data.size() / 2);
  CHECK_THROWS_AS(decode_blob(broken), Error);
}

TEST_CASE_METHOD(Fixture, "streams are replaced as a whole and read by channel") {
  user.records.upsert(std::vector{a_record("file", "1"), a_record("file", "2")});
  const RecordKey key{"file", "1"};
  EncodedRecording recording{{{"time", "ms", random_bytes(1000)}, {"power", "W", {}}, {"Wind", "km/h", {1}}}, {9, 8}};
  user.streams.save(key, recording);
  CHECK(user.streams.load(key) == recording);
  CHECK(user.streams.load_columns(key, std::vector<std::string>{"Wind", "unknown", "time"}) ==
        std::vector{recording.columns[2], recording.columns[0]});
  recording.columns.pop_back();
  recording.detail.clear();
  user.streams.save(key, recording);
  CHECK(user.streams.load(key) == recording);
  CHECK(user.streams.records() == std::vector{key});
  CHECK_FALSE(user.streams.has({"file", "2"}));
  user.streams.erase(key);
  CHECK_FALSE(user.streams.load(key));
  CHECK_THROWS_AS(user.streams.save({"file", "unknown"}, recording), Error);
}

TEST_CASE_METHOD(Fixture, "settings, credentials and gear aliases are kept by name") {
  user.settings.set("units", "\"metric\"", "file", 1);
  user.settings.set("units", "\"imperial\"", "person", 2);
  user.settings.set("debug", "true", "file", 3);
  CHECK(user.settings.find("units") == Setting{"units", "\"imperial\"", "person", 2});
  CHECK(user.settings.all().size() == 2);
  CHECK(user.settings.erase("debug"));
  CHECK(user.settings.seed_hash().empty());
  user.settings.set_seed_hash("abc", 1);
  user.settings.set_seed_hash("def", 2);
  CHECK(user.settings.seed_hash() == "def");

  user.credentials.save("strava", "token", Bytes{0, 1, 255}, 1);
  user.credentials.save("strava", "token", Bytes{7, 0}, 2);
  CHECK(user.credentials.find("strava", "token") == Bytes{7, 0});
  CHECK(user.credentials.names() == std::vector<std::pair<std::string, std::string>>{{"strava", "token"}});
  CHECK(user.credentials.erase_provider("strava") == 1);
  CHECK_FALSE(user.credentials.find("strava", "token"));

  user.gear_aliases.add("Tarmac", "2019 Tarmac", 1);
  user.gear_aliases.add("Tarmac", "Tarmac 2019", 2);
  CHECK(user.gear_aliases.all() == std::vector<GearAlias>{{"Tarmac", "Tarmac 2019"}});
  CHECK(user.gear_aliases.remove("Tarmac"));
}

TEST_CASE_METHOD(Fixture, "the audit cannot be changed or emptied") {
  user.audit.append("cli", "reset", "garmin", 5);
  user.audit.append("cli", "migrate", "", 6);
  CHECK(user.audit.list(1).at(0).action == "migrate");
  CHECK_THROWS_AS(store.connection().execute("DELETE FROM audit"), Error);
  CHECK_THROWS_AS(store.connection().execute("UPDATE audit SET actor = 'nobody'"), Error);
  CHECK(user.audit.list(10).size() == 2);
}
