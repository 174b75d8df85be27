// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "support/temporary_store.hpp"

using namespace tracekit;
using namespace tracekit::store;
using test::a_record;

namespace {

const RecordKey key{"garmin", "1"};
const RecordKey other_key{"strava", "2"};
const Month month{2024, 10};
constexpr std::int64_t day = 20000;

// Something in every repository.
struct Filled {
  explicit Filled(UserStore& user) {
    StoredRecord record = a_record(key.provider, key.id, day);
    record.record.payload_sha256 = "abc";
    user.records.upsert(std::vector{record, a_record(other_key.provider, other_key.id, day)});
    record.record.name = "changed";
    user.records.upsert(std::vector{record});
    activity = user.activities.create();
    user.activities.save_links(activity, std::vector<Link>{{key, {}, {}, 0, {}}});
    younger = user.activities.create();
    user.activities.merge(younger, activity);
    user.verdicts.say(key, other_key, VerdictKind::same, 1);
    user.verdicts.ignore(other_key, 1);
    user.questions.replace(0, day, std::vector<Question>{{0, key, other_key, 1, "why", day}});
    question = user.questions.open().at(0).id;
    user.coverage.save(std::vector{MonthCoverage{"garmin", month, CoverageStatus::complete, "", 1, 1}});
    user.provider_states.save({"garmin", "pull", true, "", 1, {}});
    user.provider_states.save_cursor("garmin", "cursor");
    user.sources.save({"garmin", "source", "print", "failure", 1, {"1"}});
    user.month_summaries.save(std::vector{MonthSummary{month, 1, 1, 1, false, {{"garmin", 1, 1, 1, ""}}}});
    user.month_summaries.mark_dirty(std::vector{month});
    entry = user.journal.begin_intent({"change", "rename", "garmin", key, {}, "name", "a", "b", "{}", {}}, 1);
    user.journal.dismiss("dismissed", "{}", 1);
    user.blobs.put("abc", encode_blob(Bytes{1}), BlobKind::original, 1);
    user.streams.save(key, {{{"time", "", {1}}}, {}});
    user.settings.set("units", "1", "person", 1);
    user.settings.set_seed_hash("hash", 1);
    user.credentials.save("garmin", "token", Bytes{1}, 1);
    user.gear_aliases.add("a", "b", 1);
    user.audit.append("cli", "act", "", 1);
    token = user.api_tokens.add("script", "hash " + std::to_string(user.user()), "read", {}, 1).id;
  }
  ActivityId activity = 0;
  ActivityId younger = 0;
  std::int64_t question = 0;
  std::int64_t entry = 0;
  std::int64_t token = 0;
};

} // namespace

TEST_CASE("what one person stores is neither seen nor changed by another one") {
  const test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  Store store = database.open();
  UserStore anna = store.for_user(store.users().owner(1).id);
  UserStore bert = store.for_user(store.users().add("bert@example.org", 1).id);
  const Filled filled(anna);

  CHECK_FALSE(bert.records.find(key));
  const auto nobodys = [](const auto&) { FAIL("handed out another person's records"); };
  PlacedRecords placed;
  bert.records.add_of_days(0, 99999, placed);
  bert.records.add_of_activity(filled.activity, placed);
  bert.records.add_of_activity(filled.younger, placed);
  CHECK(placed.records.empty());
  CHECK(bert.records.without_day().empty());
  CHECK(bert.records.unmatched_without_day().empty());
  CHECK(bert.records.of_provider("garmin", 10).empty());
  CHECK(bert.records.ids_of_provider("garmin").empty());
  CHECK_FALSE(bert.records.day_range());
  bert.records.for_each_of_month(month, RecordParts::all, nobodys);
  CHECK(bert.records.of_activity(filled.activity).empty());
  CHECK(bert.records.of_activity(filled.younger).empty());
  CHECK(bert.records.versions(key).empty());
  CHECK(bert.records.counts().empty());
  bert.records.for_each([](const StoredRecord&) { FAIL("somebody else's record"); }, Deleted::include);
  CHECK(bert.records.mark_deleted(std::vector{key}, 1) == 0);
  CHECK(bert.records.erase(std::nullopt, std::nullopt).empty());
  bert.records.erase(std::vector{key});
  CHECK_THROWS_AS(bert.records.replace_identity(key, other_key, 1), Error);

  CHECK_FALSE(bert.activities.resolve(filled.activity));
  CHECK_FALSE(bert.activities.resolve(filled.younger));
  CHECK_FALSE(bert.activities.find(filled.activity));
  CHECK_FALSE(bert.activities.of_record(key));
  CHECK(bert.activities.in_days(0, 99999).empty());
  CHECK_FALSE(bert.activities.latest());
  CHECK(bert.activities.count() == 0);
  CHECK_THROWS_AS(bert.activities.save_links(filled.activity, {}), Error);
  std::vector<MatchedActivity> hostile{{filled.activity, day, {}}};
  CHECK_THROWS_AS(bert.activities.save(hostile), Error);
  anna.records.add_of_activity(filled.activity, placed);
  std::vector<MatchedActivity> thievish{{std::nullopt, day, {placed.placements.at(0).link}}};
  CHECK_THROWS_AS(bert.activities.save(thievish), Error);
  CHECK_THROWS_AS(bert.activities.merge(filled.activity, bert.activities.create()), Error);
  CHECK(bert.activities.remove_empty() == 1);

  CHECK(bert.verdicts.all().empty());
  CHECK(bert.verdicts.about(key).empty());
  CHECK(bert.verdicts.ignored().empty());
  CHECK_FALSE(bert.verdicts.withdraw(key, other_key));
  CHECK_FALSE(bert.verdicts.stop_ignoring(other_key));
  CHECK(bert.questions.open().empty());
  CHECK(bert.questions.open_count() == 0);
  CHECK_FALSE(bert.questions.find(filled.question));
  CHECK_THROWS_AS(bert.questions.answer(filled.question, VerdictKind::same, 1), Error);
  bert.questions.replace(0, 99999, {});

  CHECK_FALSE(bert.coverage.find("garmin", month));
  CHECK(bert.coverage.erase(std::nullopt, std::nullopt) == 0);
  CHECK(bert.provider_states.all().empty());
  CHECK(bert.provider_states.cursor("garmin").empty());
  bert.provider_states.erase(std::nullopt);
  CHECK(bert.sources.known("garmin").empty());
  CHECK_FALSE(bert.sources.find("garmin", "source"));
  CHECK(bert.sources.of_record(key).empty());
  CHECK(bert.sources.failures().empty());
  bert.sources.erase("garmin", "source");
  CHECK(bert.month_summaries.in_months({1, 1}, {9999, 12}).empty());
  CHECK_FALSE(bert.month_summaries.range());
  CHECK(bert.month_summaries.dirty().empty());
  bert.month_summaries.erase(std::nullopt);

  CHECK(bert.journal.open().empty());
  CHECK(bert.journal.list(10).empty());
  CHECK_FALSE(bert.journal.find(filled.entry));
  CHECK_FALSE(bert.journal.find_change("change"));
  CHECK_THROWS_AS(bert.journal.finish(filled.entry, Outcome::done, "", "", "", 1), Error);
  CHECK_THROWS_AS(bert.journal.mark_undone(filled.entry, 1), Error);
  CHECK(bert.journal.dismissed().empty());
  CHECK_FALSE(bert.journal.restore("dismissed"));

  CHECK_FALSE(bert.blobs.has("abc"));
  CHECK_FALSE(bert.blobs.find("abc"));
  CHECK_FALSE(bert.blobs.info("abc"));
  bert.blobs.for_each([](const BlobInfo&) { FAIL("somebody else's blob"); });
  CHECK_FALSE(bert.blobs.erase("abc"));
  CHECK(bert.blobs.erase_unreferenced(BlobKind::original) == 0);
  CHECK_FALSE(bert.streams.load(key));
  CHECK_FALSE(bert.streams.has(key));
  CHECK(bert.streams.load_columns(key, std::vector<std::string>{"time"}).empty());
  CHECK(bert.streams.records().empty());
  bert.streams.erase(key);
  CHECK_THROWS_AS(bert.streams.save(key, {}), Error);

  CHECK(bert.settings.all().empty());
  CHECK_FALSE(bert.settings.find("units"));
  CHECK_FALSE(bert.settings.erase("units"));
  CHECK(bert.settings.seed_hash().empty());
  CHECK_FALSE(bert.credentials.find("garmin", "token"));
  CHECK(bert.credentials.names().empty());
  CHECK(bert.credentials.erase_provider("garmin") == 0);
  CHECK(bert.gear_aliases.all().empty());
  CHECK_FALSE(bert.gear_aliases.remove("a"));
  CHECK(bert.audit.list(10).empty());
  CHECK(bert.api_tokens.list().empty());
  CHECK_FALSE(bert.api_tokens.revoke(filled.token, 1));

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
  CHECK_FALSE(anna.api_tokens.list().at(0).revoked_at);
}

TEST_CASE("two people may hold the same records, files, settings and sources") {
  const test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  Store store = database.open();
  UserStore anna = store.for_user(store.users().owner(1).id);
  UserStore bert = store.for_user(store.users().add("bert@example.org", 1).id);
  const Filled first(anna);
  const Filled second(bert);
  CHECK(bert.records.erase("garmin", std::nullopt).size() == 1);
  CHECK(anna.records.find(key));
  CHECK(anna.streams.has(key));
  CHECK(anna.activities.find(first.activity)->links.size() == 1);
  CHECK(bert.activities.find(second.activity)->links.empty());
}
