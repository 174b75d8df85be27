// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <limits>

#include "base/error.hpp"
#include "store/repositories/api_tokens.hpp"
#include "store/repositories/installation_counts.hpp"
#include "store/repositories/provider_accounts.hpp"
#include "store/repositories/webhook_subscriptions.hpp"
#include "support/temporary_store.hpp"

using namespace tracekit;
using namespace tracekit::store;

namespace {

struct Fixture {
  test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  Store store = database.open();
  UserStore anna = store.for_user(store.users().owner(1).id);
  UserStore bert = store.for_user(store.users().add("bert@example.org", 1).id);
};

} // namespace

TEST_CASE_METHOD(Fixture, "a token is found by its hash, whosever it is") {
  ApiTokenIndex index(store.connection());
  const ApiToken token = anna.api_tokens.add("script", "hash", "read metrics", 100, 5);
  CHECK(index.find("hash") == token);
  CHECK(token == ApiToken{token.id, anna.user(), "script", "read metrics", 5, 100, {}, {}});
  CHECK_FALSE(index.find("HASH"));
  CHECK_THROWS_AS(bert.api_tokens.add("other", "hash", "read", {}, 5), Error);
  CHECK(anna.api_tokens.list() == std::vector{token});
}

TEST_CASE_METHOD(Fixture, "a token is revoked once and stays in the list") {
  const ApiToken token = anna.api_tokens.add("script", "hash", "read", {}, 5);
  const ApiToken other = anna.api_tokens.add("other", "other", "read", {}, 5);
  CHECK(anna.api_tokens.revoke(token.id, 9));
  CHECK_FALSE(anna.api_tokens.revoke(token.id, 10));
  CHECK_FALSE(anna.api_tokens.revoke(other.id + 1, 10));
  CHECK(ApiTokenIndex(store.connection()).find("hash")->revoked_at == 9);
  CHECK(anna.api_tokens.list().size() == 2);
  CHECK(anna.api_tokens.list().front() == other);
}

TEST_CASE_METHOD(Fixture, "a token's use is noted at most once a minute") {
  ApiTokenIndex index(store.connection());
  anna.api_tokens.add("script", "hash", "read", {}, 5);
  const auto used = [&](EpochSeconds now) {
    index.note_use(*index.find("hash"), now);
    return index.find("hash")->last_used_at;
  };
  CHECK(used(1000) == 1000);
  CHECK(used(1059) == 1000);
  CHECK(used(1060) == 1060);
}

TEST_CASE_METHOD(Fixture, "an account belongs to everybody who signed in to it") {
  ProviderAccounts accounts(store.connection());
  accounts.set(anna.user(), "strava", "227615", 1);
  accounts.set(bert.user(), "strava", "227615", 2);
  accounts.set(bert.user(), "garmin", "227615", 2);
  CHECK(accounts.owners("strava", "227615") == std::vector<UserId>{anna.user(), bert.user()});
  CHECK(accounts.owners("strava", "1").empty());
  CHECK(accounts.owners("intervalsicu", "227615").empty());

  SECTION("until they end that") {
    accounts.erase(anna.user(), "strava");
    CHECK(accounts.owners("strava", "227615") == std::vector<UserId>{bert.user()});
    CHECK(accounts.owners("garmin", "227615") == std::vector<UserId>{bert.user()});
  }
  SECTION("or sign in to another one") {
    accounts.set(anna.user(), "strava", "99", 3);
    accounts.set(anna.user(), "strava", "99", 4);
    CHECK(accounts.owners("strava", "227615") == std::vector<UserId>{bert.user()});
    CHECK(accounts.owners("strava", "99") == std::vector<UserId>{anna.user()});
  }
}

TEST_CASE_METHOD(Fixture, "a provider has one subscription") {
  WebhookSubscriptions subscriptions(store.connection());
  const WebhookSubscription first{"strava", "", "https://here/webhooks/strava", {1, 0, 255}, 1};
  subscriptions.save(first);
  CHECK(subscriptions.find("strava") == first);
  CHECK_FALSE(subscriptions.find("garmin"));
  WebhookSubscription second = first;
  second.remote_id = "131300";
  subscriptions.save(second);
  CHECK(subscriptions.list() == std::vector{second});
  CHECK(subscriptions.erase("strava"));
  CHECK_FALSE(subscriptions.erase("strava"));
}

TEST_CASE_METHOD(Fixture, "what an operator watches is counted over everybody") {
  const InstallationCounts counts(store.connection());
  CHECK(counts.users() == 2);
  CHECK(counts.jobs().empty());
  CHECK(counts.waiting(1000).due == 0);
  CHECK_FALSE(counts.waiting(1000).due_since_ms);
  anna.month_summaries.save(std::vector{MonthSummary{{2024, 10}, 1, 1, 1, false, {{"garmin", 2, 1, 1, ""}}}});
  bert.month_summaries.save(
      std::vector{MonthSummary{{2024, 10}, 1, 1, 1, false, {{"garmin", 3, 1, 1, ""}, {"strava", 1, 1, 1, ""}}}});
  REQUIRE(counts.records().size() == 2);
  CHECK(counts.records()[0].provider == "garmin");
  CHECK(counts.records()[0].records == 5);
  anna.provider_states.save({"garmin", "pull", true, "", 1, 50});
  bert.provider_states.save({"garmin", "pull", true, "", 1, 70});
  bert.provider_states.save({"strava", "pull", true, "", 1, {}});
  store.connection().execute("INSERT INTO counters (name, labels, value) VALUES ('b', 'x=\"1\"', 0.5)");
  store.connection().execute("INSERT INTO counters (name, labels, value) VALUES ('a', '', 2)");
  REQUIRE(counts.counters().size() == 2);
  CHECK(counts.counters()[0].name == "a");
  CHECK(counts.counters()[1].labels == "x=\"1\"");
  CHECK(counts.counters()[1].value == 0.5);
  NewJob job;
  job.kind = "pull";
  anna.jobs.add(job);
  bert.jobs.add(job);
  REQUIRE(counts.jobs().size() == 1);
  CHECK(counts.jobs()[0].state == "ready");
  CHECK(counts.jobs()[0].count == 2);
  CHECK(counts.waiting(std::numeric_limits<EpochMillis>::max()).due == 2);
  CHECK(counts.waiting(std::numeric_limits<EpochMillis>::max()).due_since_ms);
  REQUIRE(counts.limits().size() == 1);
  CHECK(counts.limits()[0].until == 70);
}
