// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>

#include "base/error.hpp"
#include "jobs/scheduler.hpp"
#include "jobs/worker.hpp"
#include "support/temporary_store.hpp"

using namespace tracekit;
using namespace std::chrono_literals;
using nlohmann::json;
using store::JobState;

namespace {

store::NewJob a_job(const std::string& kind, const json& arguments = json::object(), bool light = false) {
  store::NewJob job;
  job.kind = kind;
  job.arguments = arguments.dump();
  job.light = light;
  return job;
}

/// A database, a person, and workers that run kinds given by each test.
struct Workshop {
  Workshop()
      : database(GENERATE(from_range(test::engines_under_test()))), store(database.open()),
        mine(store.for_user(store.users().owner(1).id)) {
    options.database_url = database.url();
    options.until_empty = true;
    options.beat_ms = 50;
    options.silence_ms = 100;
    kinds["note"] = {
        [](const jobs::Run& run) {
          const auto message = run.arguments.at("message").get<std::string>();
          if (message == "wrong") {
            throw Error(ErrorKind::input, "wrong");
          }
          run.store.for_user(run.job.user).notifications.add(store::NotificationLevel::info, "", message, 1);
          return json();
        },
        true};
    kinds["count"] = {[this](const jobs::Run&) {
      ++counted;
      return json{{"counted", counted.load()}};
    }};
  }

  void work() { jobs::work(options, kinds, ended, stop, log); }
  store::Job now(store::JobId id) { return mine.jobs.find(id).value(); }
  std::int64_t count(JobState state) { return mine.jobs.counts()[state]; }

  test::TemporaryStore database;
  Store store;
  UserStore mine;
  jobs::WorkerOptions options;
  jobs::JobKinds kinds;
  jobs::Ended ended;
  Cancellation stop;
  std::vector<std::string> lines;
  jobs::WorkerLog log = [this](std::string_view line) { lines.emplace_back(line); };
  std::atomic<int> counted = 0;
};

template <class Condition> bool soon(Condition condition) {
  for (int i = 0; i < 500; ++i) {
    if (condition()) {
      return true;
    }
    std::this_thread::sleep_for(20ms);
  }
  return false;
}

} // namespace

TEST_CASE("what was kept for a job is cleared away once, when it has ended for good") {
  Workshop shop;
  std::vector<store::JobId> cleared;
  int runs = 0;
  shop.kinds["fickle"] = {[&](const jobs::Run& run) -> json {
    const auto kind = run.arguments.at("fails").get<std::string>();
    if (kind == "for good" || (kind == "once" && runs++ == 0)) {
      throw Error(kind == "once" ? ErrorKind::rate_limit : ErrorKind::input, "no");
    }
    return json();
  }};
  shop.kinds["fickle"].afterwards = [&](const store::Job& job) { cleared.push_back(job.id); };
  const auto done = shop.mine.jobs.add(a_job("fickle", {{"fails", "never"}})).id;
  const auto dead = shop.mine.jobs.add(a_job("fickle", {{"fails", "for good"}})).id;
  const auto again = shop.mine.jobs.add(a_job("fickle", {{"fails", "once"}})).id;
  shop.work();
  CHECK(shop.now(again).state == JobState::ready);
  CHECK(cleared == std::vector{done, dead});
}

TEST_CASE("a worker runs what waits and tells what came of it") {
  Workshop shop;
  const auto id = shop.mine.jobs.add(a_job("count")).id;
  shop.work();
  CHECK(shop.now(id).state == JobState::done);
  CHECK(json::parse(shop.now(id).result) == json{{"counted", 1}});
  CHECK(shop.lines.size() == 2);
}

TEST_CASE("light jobs take effect exactly once, also those beside one that fails") {
  Workshop shop;
  std::vector<store::NewJob> wanted;
  for (int i = 0; i < 150; ++i) {
    wanted.push_back(a_job("note", {{"message", i == 70 ? "wrong" : std::to_string(i)}}, true));
  }
  shop.mine.jobs.add(wanted);
  shop.options.threads = 2;
  shop.work();
  CHECK(shop.count(JobState::done) == 149);
  CHECK(shop.count(JobState::dead) == 1);
  std::set<std::string> messages;
  for (const store::Notification& notification : shop.mine.notifications.list(2, 1000)) {
    messages.insert(notification.message);
  }
  CHECK(messages.size() == 149);
  CHECK(shop.mine.notifications.list(2, 1000).size() == 149);
}

TEST_CASE("what a light job did is undone when it was lost to another worker meanwhile") {
  Workshop shop;
  shop.kinds["note"].handler = [&](const jobs::Run& run) {
    run.store.for_user(run.job.user).notifications.add(store::NotificationLevel::info, "", "told", 1);
    run.store.connection().execute("UPDATE jobs SET attempt = attempt + 1 WHERE id = $1", run.job.id);
    return json();
  };
  shop.mine.jobs.add(a_job("note", {{"message", "a"}}, true));
  jobs::LeaseBook leases;
  const auto worker = shop.store.job_queue().enter("test");
  const auto claimed = leases.enter([&] { return shop.store.job_queue().claim(worker, true, 10, 60'000); });
  jobs::Runner runner(shop.store, shop.kinds, leases, shop.ended);
  CHECK(runner.run_light(claimed) == 0);
  CHECK(shop.mine.notifications.unread(1).empty());
}

TEST_CASE("a kind that nobody knows, arguments that are none, and bugs end a job and not the worker") {
  Workshop shop;
  shop.kinds["bug"] = {[](const jobs::Run&) -> json { throw std::logic_error("a bug"); }};
  const auto unknown = shop.mine.jobs.add(a_job("dance")).id;
  const auto bug = shop.mine.jobs.add(a_job("bug")).id;
  store::NewJob broken = a_job("count");
  broken.arguments = "{";
  const auto malformed = shop.mine.jobs.add(broken).id;
  const auto good = shop.mine.jobs.add(a_job("count")).id;
  shop.work();
  CHECK(shop.now(unknown).state == JobState::dead);
  CHECK_THAT(shop.now(unknown).message, Catch::Contains("knows no job of the kind \"dance\""));
  CHECK(shop.now(bug).state == JobState::dead);
  CHECK_THAT(shop.now(bug).message, Catch::Contains("a bug"));
  CHECK(shop.now(malformed).state == JobState::dead);
  CHECK(shop.now(good).state == JobState::done);
}

TEST_CASE("a limit is waited for without counting as a failure") {
  Workshop shop;
  shop.kinds["limited"] = {[](const jobs::Run&) -> json { throw RateLimited("used up", SystemClock().now() + 3600); }};
  const auto id = shop.mine.jobs.add(a_job("limited")).id;
  shop.work();
  CHECK(shop.now(id).state == JobState::ready);
  CHECK(shop.now(id).failures == 0);
  const auto due = shop.store.job_queue().next_due_in_ms();
  REQUIRE(due);
  CHECK(*due > 3'500'000);
  CHECK(*due < 3'610'000);
}

TEST_CASE("a running job that is called off stops at a safe place") {
  Workshop shop;
  std::atomic<bool> begun = false;
  shop.kinds["long"] = {[&](const jobs::Run& run) -> json {
    begun = true;
    while (true) {
      run.progress.advance("steps", 3, 10);
      run.cancellation.check();
      std::this_thread::sleep_for(5ms);
    }
  }};
  const auto id = shop.mine.jobs.add(a_job("long")).id;
  std::jthread worker([&] { shop.work(); });
  REQUIRE(soon([&] { return begun.load(); }));
  CHECK(soon([&] { return shop.now(id).progress_done == 3; }));
  CHECK(shop.mine.jobs.cancel(id));
  CHECK(soon([&] { return shop.now(id).state == JobState::cancelled; }));
}

TEST_CASE("a worker that is told to stop gives back what it runs") {
  Workshop shop;
  std::atomic<bool> begun = false;
  shop.options.until_empty = false;
  shop.kinds["long"] = {[&](const jobs::Run& run) -> json {
    begun = true;
    while (true) {
      run.cancellation.check();
      std::this_thread::sleep_for(5ms);
    }
  }};
  const auto id = shop.mine.jobs.add(a_job("long")).id;
  {
    std::jthread worker([&] { shop.work(); });
    REQUIRE(soon([&] { return begun.load(); }));
    shop.stop.request();
  }
  CHECK(shop.now(id).state == JobState::ready);
  CHECK(shop.now(id).failures == 0);
  CHECK(shop.now(id).losses == 0);
}

TEST_CASE("an idle worker hears of new work at once") {
  Workshop shop;
  shop.options.until_empty = false;
  std::jthread worker([&] { shop.work(); });
  std::this_thread::sleep_for(200ms);
  const auto id = shop.mine.jobs.add(a_job("count")).id;
  CHECK(soon([&] { return shop.now(id).state == JobState::done; }));
  const store::Job job = shop.now(id);
  CHECK(*job.started_ms - job.created_ms < 4'000); // it does not look again by itself before five seconds
  shop.stop.request();
}

TEST_CASE("the jobs of a worker that is gone are taken over, those of a living one are not") {
  Workshop shop;
  const auto abandoned = shop.mine.jobs.add(a_job("count")).id;
  const auto ghost = shop.store.job_queue().enter("gone");
  REQUIRE(shop.store.job_queue().claim(ghost, false, 1, 3'600'000).size() == 1);
  Store living = shop.database.open();
  const auto neighbour = living.job_queue().enter("living");
  const auto lock = living.try_lock("worker-" + std::to_string(neighbour));
  const auto kept = shop.mine.jobs.add(a_job("count")).id;
  REQUIRE(living.job_queue().claim(neighbour, false, 1, 3'600'000).size() == 1);
  shop.options.until_empty = false;
  {
    std::jthread worker([&] { shop.work(); });
    CHECK(soon([&] { return shop.now(abandoned).state == JobState::done; }));
    std::this_thread::sleep_for(300ms);
    shop.stop.request();
  }
  CHECK(shop.now(abandoned).losses == 1);
  CHECK(shop.now(kept).state == JobState::running);
}

TEST_CASE("what ended is told in the transaction that writes it down") {
  Workshop shop;
  shop.ended = [](Store& store, const store::Job& job, const store::JobOutcome& outcome) {
    store.for_user(job.user).notifications.add(store::NotificationLevel::info, "",
                                               std::string(to_string(outcome.state)), 1);
  };
  shop.kinds["wrong"] = {[](const jobs::Run&) -> json { throw Error(ErrorKind::auth, "sign in"); }};
  shop.mine.jobs.add(a_job("wrong"));
  shop.work();
  REQUIRE(shop.mine.notifications.unread(1).size() == 1);
  CHECK(shop.mine.notifications.unread(1).at(0).message == "dead");
}

TEST_CASE("a time of a schedule adds one job, however many look at once") {
  Workshop shop;
  store::Schedule schedule;
  schedule.name = "often";
  schedule.expression = "every 1h";
  schedule.time_zone = "UTC";
  schedule.kind = "count";
  schedule.next_at = 1'000'000; // long ago: made up for once
  shop.mine.schedules.save(schedule);
  std::atomic<std::size_t> started = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        Store store = shop.database.open();
        started += jobs::start_what_is_due(store);
      });
    }
  }
  CHECK(started == 1);
  CHECK(shop.mine.jobs.list({}).size() == 1);
  CHECK(shop.mine.schedules.find("often")->next_at > SystemClock().now());
  CHECK(shop.mine.schedules.find("often")->last_at == 1'000'000);
}
