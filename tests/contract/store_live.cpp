// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "store/repositories/live.hpp"
#include "store/repositories/sessions.hpp"
#include "support/temporary_store.hpp"

using namespace tracekit;
using namespace tracekit::store;

namespace {

struct Fixture {
  test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  Store store = database.open();
  UserStore anna = store.for_user(store.users().owner(1).id);
  UserStore bert = store.for_user(store.users().add("bert@example.org", 1).id);
  Live hers{store.connection(), anna.user()};
  Live his{store.connection(), bert.user()};
  const Month august = Month::parse("2025-08");
};

} // namespace

TEST_CASE_METHOD(Fixture, "a month's mark is another one when something else is shown of it") {
  CHECK(hers.months().empty());
  MonthSummary summary{august, 2, 1, 0, false, {{"garmin", 2, 5, 0, "Edge"}}};
  anna.month_summaries.save(std::vector{summary});
  const auto before = hers.months();
  CHECK(before.size() == 1);
  CHECK(hers.months() == before);
  CHECK(his.months().empty());
  summary.providers.front().days = 7;
  anna.month_summaries.save(std::vector{summary});
  CHECK(hers.months() != before);
}

TEST_CASE_METHOD(Fixture, "outcomes of changes are told in order, to whom they belong, and go with their job") {
  const JobId job = anna.jobs.add({"apply-changes", "{}", "", "", false, 5, 0}).id;
  CHECK(hers.last_outcome() == 0);
  hers.note_outcome(job, "a", true, "");
  const std::int64_t first = hers.last_outcome();
  hers.note_outcome(job, "b", false, "no");
  REQUIRE(hers.outcomes_after(0).size() == 2);
  REQUIRE(hers.outcomes_after(first).size() == 1);
  const ChangeOutcome second = hers.outcomes_after(first).front();
  CHECK(second.job == job);
  CHECK(second.change == "b");
  CHECK_FALSE(second.done);
  CHECK(second.message == "no");
  CHECK(his.outcomes_after(0).empty());
  store.connection().execute("DELETE FROM jobs");
  CHECK(hers.outcomes_after(0).empty());
}

TEST_CASE_METHOD(Fixture, "notifications count until they are read or expire") {
  anna.notifications.add(NotificationLevel::info, "", "x", 1);
  anna.notifications.add(NotificationLevel::info, "", "y", 1, 10);
  CHECK(hers.unread_notifications(5) == 2);
  CHECK(hers.unread_notifications(10) == 1);
  CHECK(his.unread_notifications(5) == 0);
  anna.notifications.mark_all_read(5);
  CHECK(hers.unread_notifications(5) == 0);
}

TEST_CASE_METHOD(Fixture, "entrances are open until they end, or their person is kept out") {
  const Session session = Sessions(store.connection(), anna.user()).add("hash", "", "", 1);
  const ApiToken token = anna.api_tokens.add("script", "hash", "read", 100, 1);
  CHECK(hers.entrances(5).sessions == std::vector{session.id});
  CHECK(hers.entrances(5).tokens == std::vector{token.id});
  CHECK(hers.entrances(100).tokens.empty());
  CHECK(his.entrances(5).sessions.empty());
  People(store.connection()).set_state(anna.user(), PersonState::blocked);
  CHECK(hers.entrances(5).sessions.empty());
  CHECK(hers.entrances(5).tokens.empty());
}
