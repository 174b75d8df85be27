// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "support/temporary_store.hpp"

using namespace tracekit;
using namespace tracekit::store;
using Level = NotificationLevel;

TEST_CASE("what is told again while it is unread counts up") {
  const test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  Store store = database.open();
  UserStore mine = store.for_user(store.users().owner(1).id);
  mine.notifications.add(Level::error, "strava", "sign in", 100);
  mine.notifications.add(Level::error, "strava", "sign in again", 200);
  auto unread = mine.notifications.unread(300);
  REQUIRE(unread.size() == 1);
  CHECK(unread[0].times == 2);
  CHECK(unread[0].message == "sign in again");
  CHECK(unread[0].created_at == 100);
  CHECK(unread[0].updated_at == 200);
  CHECK(mine.notifications.mark_read(unread[0].id, 300));
  mine.notifications.add(Level::error, "strava", "once more", 400);
  unread = mine.notifications.unread(500);
  REQUIRE(unread.size() == 1);
  CHECK(unread[0].times == 1);
  CHECK(mine.notifications.list(500, 10).size() == 2);
}

TEST_CASE("what has no topic stands alone, and what has expired is not shown") {
  const test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  Store store = database.open();
  UserStore mine = store.for_user(store.users().owner(1).id);
  mine.notifications.add(Level::info, "", "one", 100);
  mine.notifications.add(Level::info, "", "two", 100);
  mine.notifications.add(Level::info, "limit", "until 150", 100, 150);
  CHECK(mine.notifications.unread(120).size() == 3);
  CHECK(mine.notifications.unread(150).size() == 2);
  CHECK(mine.notifications.forget_expired(150) == 1);
  CHECK(mine.notifications.mark_all_read(200) == 2);
  CHECK(mine.notifications.unread(200).empty());
}

TEST_CASE("what works again is settled, and a person's notifications are nobody else's") {
  const test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  Store store = database.open();
  UserStore anna = store.for_user(store.users().owner(1).id);
  UserStore bert = store.for_user(store.users().add("bert@example.org", 1).id);
  anna.notifications.add(Level::error, "strava", "sign in", 100);
  const auto id = anna.notifications.unread(100).at(0).id;
  CHECK(bert.notifications.list(100, 10).empty());
  CHECK_FALSE(bert.notifications.mark_read(id, 100));
  CHECK(bert.notifications.mark_all_read(100) == 0);
  CHECK(bert.notifications.settle("strava", 100) == 0);
  CHECK(anna.notifications.settle("strava", 100) == 1);
  CHECK(anna.notifications.unread(100).empty());
}
