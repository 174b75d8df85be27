// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <thread>

#include "base/error.hpp"
#include "support/temporary_store.hpp"

using namespace tracekit;
using test::a_record;

namespace {

struct Fixture {
  test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  Store store = database.open();
  UserStore user = store.for_user(store.users().owner(1).id);
};

} // namespace

TEST_CASE_METHOD(Fixture, "what is not committed is rolled back") {
  {
    const sql::Transaction transaction = store.transaction();
    user.records.upsert(std::vector{a_record("garmin", "1")});
    CHECK(user.records.counts().size() == 1);
  }
  CHECK(user.records.counts().empty());
  {
    sql::Transaction transaction = store.transaction();
    user.records.upsert(std::vector{a_record("garmin", "1")});
    transaction.commit();
  }
  CHECK(user.records.counts().size() == 1);
}

TEST_CASE_METHOD(Fixture, "others see a transaction only when it is committed") {
  Store reader = database.open();
  sql::Transaction transaction = store.transaction();
  user.records.upsert(std::vector{a_record("garmin", "1")});
  CHECK(reader.for_user(user.user()).records.counts().empty());
  transaction.commit();
  CHECK(reader.for_user(user.user()).records.counts().size() == 1);
}

TEST_CASE_METHOD(Fixture,
                 "transactions that change a person's workouts take turns, whatever order they touch months in") {
  constexpr int rounds = 50;
  const auto touch = [&](Month first, Month second) {
    Store other = database.open();
    UserStore mine = other.for_user(user.user());
    for (int round = 0; round < rounds; ++round) {
      sql::Transaction transaction = mine.changing_workouts();
      mine.month_summaries.mark_dirty({&first, 1});
      mine.month_summaries.mark_dirty({&second, 1});
      transaction.commit();
    }
  };
  const Month june{2025, 6};
  const Month july{2025, 7};
  std::exception_ptr failure;
  std::thread other([&] {
    try {
      touch(july, june);
    } catch (...) {
      failure = std::current_exception();
    }
  });
  CHECK_NOTHROW(touch(june, july));
  other.join();
  CHECK_FALSE(failure);
  CHECK(user.month_summaries.dirty() == std::vector{june, july});
}

TEST_CASE_METHOD(Fixture, "a part that failed inside a transaction keeps the whole from being stored") {
  {
    sql::Transaction transaction = store.transaction();
    user.records.upsert(std::vector{a_record("garmin", "1")});
    CHECK_THROWS_AS(user.activities.save_links(12345, {}), Error);
    CHECK_THROWS_AS(transaction.commit(), Error);
  }
  CHECK(user.records.counts().empty());
  user.records.upsert(std::vector{a_record("garmin", "2")});
  CHECK(user.records.counts().size() == 1);
}

TEST_CASE_METHOD(Fixture, "a statement that the engine refuses leaves the connection usable") {
  CHECK_THROWS_AS(store.connection().execute("INSERT INTO settings (user_id) VALUES (77)"), Error);
  CHECK_THROWS_AS(store.connection().execute("THIS IS NOT SQL"), Error);
  {
    const sql::Transaction transaction = store.transaction();
    CHECK_THROWS_AS(store.connection().execute("INSERT INTO settings (user_id) VALUES (77)"), Error);
  }
  user.settings.set("a", "1", "person", 1);
  CHECK(user.settings.all().size() == 1);
}

TEST_CASE_METHOD(Fixture, "writers in several threads wait for each other and none fails") {
  constexpr int writers = 4;
  constexpr int writes = 25;
  std::vector<std::thread> threads;
  std::vector<std::string> failures(writers);
  for (int writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&, writer] {
      try {
        Store mine = database.open();
        UserStore person = mine.for_user(user.user());
        for (int i = 0; i < writes; ++i) {
          sql::Transaction transaction = mine.transaction();
          const std::string id = std::to_string(writer) + "." + std::to_string(i);
          person.records.upsert(std::vector{a_record("garmin", id)});
          static_cast<void>(person.records.counts());
          transaction.commit();
        }
      } catch (const std::exception& error) {
        failures[static_cast<std::size_t>(writer)] = error.what();
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(failures == std::vector<std::string>(writers));
  CHECK(user.records.counts().at("garmin") == writers * writes);
}

TEST_CASE_METHOD(Fixture, "a named lock has one holder, and names do not hinder each other") {
  Store other = database.open();
  std::unique_ptr<StoreLock> lock = store.try_lock("pull:1:garmin");
  REQUIRE(lock != nullptr);
  CHECK(store.try_lock("pull:1:garmin") == nullptr);
  CHECK(other.try_lock("pull:1:garmin") == nullptr);
  CHECK(other.try_lock("pull:1:strava") != nullptr);
  CHECK(other.try_lock("pull:2:garmin") != nullptr);
  lock.reset();
  CHECK(other.try_lock("pull:1:garmin") != nullptr);
}

TEST_CASE_METHOD(Fixture, "the same query may run inside itself") {
  user.records.upsert(std::vector{a_record("garmin", "1"), a_record("garmin", "2")});
  constexpr std::string_view text = "SELECT id FROM records WHERE user_id = $1 ORDER BY id";
  std::string seen;
  sql::Query outer = store.connection().query(text, user.user());
  while (outer.next()) {
    sql::Query inner = store.connection().query(text, user.user());
    while (inner.next()) {
      seen += outer.text(0) + inner.text(0) + " ";
    }
  }
  CHECK(seen == "11 12 21 22 ");
}

TEST_CASE_METHOD(Fixture, "values keep their type and precision on the way through the engine") {
  constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
  const std::string text = "\xE2\x82\xAC \"quoted\" 'single' \\ $1 \n";
  const Bytes bytes{0, 255, 10, 0};
  user.settings.set("k", text, "person", largest);
  user.credentials.save("p", "n", bytes, std::numeric_limits<std::int64_t>::min());
  CHECK(user.settings.find("k")->value_json == text);
  CHECK(user.settings.find("k")->set_at == largest);
  CHECK(user.credentials.find("p", "n") == bytes);
  user.credentials.save("p", "n", Bytes{}, 1);
  CHECK(user.credentials.find("p", "n") == Bytes{});
  auto record = a_record("garmin", "x");
  const double value = GENERATE(0.1, 1.0 / 3.0, 5e-324, 1.7976931348623157e308, -0.0, 123456789012345678.0);
  record.record.totals.distance_m = value;
  user.records.upsert(std::vector{record});
  CHECK(user.records.find(record.record.key)->totals.distance_m == value);
}

TEST_CASE_METHOD(Fixture, "texts are sorted by their bytes on every engine") {
  for (const char* alias : {"b", "A", "a", "B", "\xC3\xA4", "Z", "_"}) {
    user.gear_aliases.add(alias, "x", 1);
  }
  std::string order;
  for (const store::GearAlias& alias : user.gear_aliases.all()) {
    order += alias.alias + " ";
  }
  CHECK(order == "A B Z _ a b \xC3\xA4 ");
}
