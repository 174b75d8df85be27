// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "support/temporary_store.hpp"

using namespace tracekit;
using namespace tracekit::store;

namespace {

Schedule a_schedule(const std::string& name, EpochSeconds next_at) {
  Schedule schedule;
  schedule.name = name;
  schedule.expression = "15 3 * * *";
  schedule.time_zone = "Europe/Berlin";
  schedule.kind = "pull";
  schedule.next_at = next_at;
  return schedule;
}

} // namespace

TEST_CASE("schedules are kept by name for each person") {
  const test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  Store store = database.open();
  UserStore anna = store.for_user(store.users().owner(1).id);
  UserStore bert = store.for_user(store.users().add("bert@example.org", 1).id);
  anna.schedules.save(a_schedule("nightly", 100));
  anna.schedules.save(a_schedule("nightly", 200));
  anna.schedules.save(a_schedule("hourly", 50));
  bert.schedules.save(a_schedule("nightly", 300));
  const auto all = anna.schedules.all();
  REQUIRE(all.size() == 2);
  CHECK(all[0].name == "hourly");
  CHECK(all[1].next_at == 200);
  CHECK(all[1].time_zone == "Europe/Berlin");
  CHECK_FALSE(bert.schedules.erase("hourly"));
  CHECK(anna.schedules.erase("hourly"));
  CHECK(bert.schedules.find("nightly")->next_at == 300);
}

TEST_CASE("what is due is moved on once, whoever comes first") {
  const test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  Store store = database.open();
  UserStore mine = store.for_user(store.users().owner(1).id);
  mine.schedules.save(a_schedule("nightly", 100));
  Schedule off = a_schedule("off", 90);
  off.enabled = false;
  mine.schedules.save(off);
  CHECK(store.due_schedules().due(99).empty());
  CHECK(store.due_schedules().next() == 100);
  const auto due = store.due_schedules().due(100);
  REQUIRE(due.size() == 1);
  CHECK(due[0].user == mine.user());
  Store other = database.open();
  CHECK(other.due_schedules().advance(due[0], 200));
  CHECK_FALSE(store.due_schedules().advance(due[0], 200));
  CHECK(mine.schedules.find("nightly")->next_at == 200);
  CHECK(mine.schedules.find("nightly")->last_at == 100);
}
