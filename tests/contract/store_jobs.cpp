// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <atomic>
#include <set>
#include <thread>

#include "base/error.hpp"
#include "support/temporary_store.hpp"

using namespace tracekit;
using namespace tracekit::store;

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t never_dead = 99;

NewJob a_job(const std::string& kind, bool light = false) {
  NewJob job;
  job.kind = kind;
  job.light = light;
  return job;
}

JobOutcome ended(const Job& job, JobState state = JobState::done) {
  JobOutcome outcome;
  outcome.id = job.id;
  outcome.attempt = job.attempt;
  outcome.state = state;
  return outcome;
}

struct Queue {
  Queue()
      : database(GENERATE(from_range(test::engines_under_test()))), store(database.open()),
        mine(store.for_user(store.users().owner(1).id)), queue(store.job_queue()), worker(queue.enter("test")) {}

  std::vector<Job> claim(bool light = false, std::int64_t limit = 10, std::int64_t lease_ms = minute_ms) {
    return queue.claim(worker, light, limit, lease_ms);
  }
  Job claimed() { return claim().at(0); }
  Job now(JobId id) { return mine.jobs.find(id).value(); }

  test::TemporaryStore database;
  Store store;
  UserStore mine;
  JobQueue queue;
  WorkerId worker;
};

} // namespace

TEST_CASE("jobs are taken by priority, then by age") {
  Queue q;
  NewJob urgent = a_job("urgent");
  urgent.priority = 1;
  const auto first = q.mine.jobs.add(a_job("first"));
  const auto second = q.mine.jobs.add(a_job("second"));
  const auto third = q.mine.jobs.add(urgent);
  CHECK(q.claimed().id == third.id);
  CHECK(q.claimed().id == first.id);
  CHECK(q.claimed().id == second.id);
  CHECK(q.claim().empty());
}

TEST_CASE("a taken job is running, and done when it ended") {
  Queue q;
  NewJob wanted = a_job("pull");
  wanted.arguments = R"({"months": ["2025-08"]})";
  const JobId id = q.mine.jobs.add(wanted).id;
  const Job job = q.claimed();
  CHECK(job.arguments == wanted.arguments);
  CHECK(job.attempt == 1);
  CHECK(q.now(id).state == JobState::running);
  CHECK(q.now(id).worker == q.worker);
  JobOutcome outcome = ended(job);
  outcome.result = R"({"added": 3})";
  CHECK(q.queue.finish(std::vector{outcome}).empty());
  const Job after = q.now(id);
  CHECK(after.state == JobState::done);
  CHECK(after.result == outcome.result);
  CHECK(after.finished_ms >= after.started_ms);
  CHECK_FALSE(after.worker);
}

TEST_CASE("many light jobs are taken and ended at once, others one by one") {
  Queue q;
  std::vector<NewJob> jobs(70, a_job("notify", true));
  jobs.push_back(a_job("pull"));
  q.mine.jobs.add(jobs);
  const std::vector<Job> light = q.claim(true, 64);
  REQUIRE(light.size() == 64);
  CHECK(std::is_sorted(light.begin(), light.end(), [](const Job& a, const Job& b) { return a.id < b.id; }));
  std::vector<JobOutcome> outcomes;
  for (const Job& job : light) {
    outcomes.push_back(ended(job));
  }
  CHECK(q.queue.finish(outcomes).empty());
  CHECK(q.claim(true, 64).size() == 6);
  CHECK(q.claim(false, 64).size() == 1);
  CHECK(q.mine.jobs.counts() == std::map<JobState, std::int64_t>{{JobState::running, 7}, {JobState::done, 64}});
}

TEST_CASE("a job waits for its time") {
  Queue q;
  NewJob later = a_job("later");
  later.delay_ms = minute_ms;
  q.mine.jobs.add(later);
  CHECK(q.claim().empty());
  const auto due = q.queue.next_due_in_ms();
  REQUIRE(due);
  CHECK(*due > minute_ms / 2);
  CHECK(*due <= minute_ms);
}

TEST_CASE("nothing is due where nothing waits") {
  Queue q;
  CHECK_FALSE(q.queue.next_due_in_ms());
  q.mine.jobs.add(a_job("now"));
  CHECK(q.queue.next_due_in_ms() == 0);
}

TEST_CASE("what waits with the same key is not added again, what runs is") {
  Queue q;
  NewJob job = a_job("pull");
  job.unique_key = "2025-08";
  const auto first = q.mine.jobs.add(job);
  CHECK(first.is_new);
  const auto again = q.mine.jobs.add(job);
  CHECK_FALSE(again.is_new);
  CHECK(again.id == first.id);
  UserStore other = q.store.for_user(q.store.users().add("bert@example.org", 1).id);
  CHECK(other.jobs.add(job).is_new);
  q.claimed();
  CHECK(q.mine.jobs.add(job).is_new);
}

TEST_CASE("of one lane and person, one runs at a time") {
  Queue q;
  NewJob strava = a_job("pull");
  strava.lane = "strava";
  NewJob garmin = a_job("pull");
  garmin.lane = "garmin";
  q.mine.jobs.add(strava);
  const auto waiting = q.mine.jobs.add(strava);
  const auto other = q.mine.jobs.add(garmin);
  UserStore bert = q.store.for_user(q.store.users().add("bert@example.org", 1).id);
  const auto berts = bert.jobs.add(strava);
  const Job first = q.claimed();
  CHECK(q.claimed().id == other.id);
  CHECK(q.claimed().id == berts.id);
  CHECK(q.claim().empty());
  q.queue.finish(std::vector{ended(first)});
  CHECK(q.claimed().id == waiting.id);
}

TEST_CASE("a worker that comes late with a job that went to another has no effect") {
  Queue q;
  const JobId id = q.mine.jobs.add(a_job("pull")).id;
  const Job lost = q.claimed();
  CHECK(q.queue.release_worker(q.worker, never_dead) == 1);
  const Job taken = q.claimed();
  CHECK(taken.attempt == 2);
  CHECK(taken.losses == 1);
  JobOutcome late = ended(lost, JobState::dead);
  CHECK(q.queue.finish(std::vector{late}) == std::vector{id});
  CHECK(q.queue.finish(std::vector{ended(lost)}) == std::vector{id});
  CHECK(q.now(id).state == JobState::running);
  CHECK(q.queue.finish(std::vector{ended(taken)}).empty());
}

TEST_CASE("what failed waits and comes again") {
  Queue q;
  const JobId id = q.mine.jobs.add(a_job("pull")).id;
  JobOutcome outcome = ended(q.claimed(), JobState::ready);
  outcome.counts_as_failure = true;
  outcome.error_kind = "network";
  outcome.message = "no answer";
  outcome.delay_ms = 0;
  CHECK(q.queue.finish(std::vector{outcome}).empty());
  CHECK(q.now(id).failures == 1);
  CHECK(q.now(id).message == "no answer");
  CHECK_FALSE(q.now(id).finished_ms);
  outcome = ended(q.claimed(), JobState::ready);
  outcome.delay_ms = minute_ms;
  q.queue.finish(std::vector{outcome});
  CHECK(q.now(id).failures == 1);
  CHECK(q.claim().empty());
}

TEST_CASE("a job that would wait again beside one that does the same is called off") {
  Queue q;
  NewJob job = a_job("pull");
  job.unique_key = "2025-08";
  const JobId id = q.mine.jobs.add(job).id;
  const Job running = q.claimed();
  const JobId later = q.mine.jobs.add(job).id;
  SECTION("after a failure") { q.queue.finish(std::vector{ended(running, JobState::ready)}); }
  SECTION("after its worker was lost it still comes, without its key") {
    q.queue.release_worker(q.worker, never_dead);
    CHECK(q.claimed().id == id);
    CHECK(q.claimed().id == later);
    return;
  }
  CHECK(q.now(id).state == JobState::cancelled);
  CHECK(q.now(later).state == JobState::ready);
}

TEST_CASE("the jobs of a worker that is gone come again, and are given up when they take down one after the other") {
  Queue q;
  const JobId id = q.mine.jobs.add(a_job("poison", true)).id;
  const JobId harmless = q.mine.jobs.add(a_job("harmless", true)).id;
  CHECK(q.claim(true).size() == 2);
  CHECK(q.queue.silent_workers(minute_ms).empty());
  CHECK(q.queue.silent_workers(-1) == std::vector{q.worker});
  CHECK(q.queue.release_worker(q.worker, 3) == 2);
  CHECK(q.claim(true).size() == 1); // alone now, so that it takes no other with it
  CHECK(q.queue.release_worker(q.worker, 3) == 1);
  CHECK(q.claim(true).size() == 1);
  CHECK(q.queue.release_worker(q.worker, 3) == 1);
  CHECK(q.now(id).state == JobState::dead);
  CHECK(q.now(harmless).state == JobState::ready);
  CHECK(q.now(harmless).losses == 1);
}

TEST_CASE("a worker that the database does not know counts as gone") {
  Queue q;
  q.mine.jobs.add(a_job("pull"));
  q.claimed();
  q.queue.leave(q.worker);
  CHECK(q.queue.silent_workers(minute_ms) == std::vector{q.worker});
}

TEST_CASE("a lease that ends gives the job free, a heartbeat prolongs it") {
  Queue q;
  const JobId id = q.mine.jobs.add(a_job("pull")).id;
  const Job job = q.claim(false, 1, -1).at(0);
  SECTION("prolonged") {
    const auto running =
        q.queue.beat(q.worker, "test", std::vector{JobProgress{id, job.attempt, "files", 3, 10}}, minute_ms);
    REQUIRE(running.size() == 1);
    CHECK(running[0].id == id);
    CHECK(running[0].attempt == 1);
    CHECK(q.queue.release_expired(never_dead) == 0);
    CHECK(q.now(id).progress_what == "files");
    CHECK(q.now(id).progress_done == 3);
    CHECK(q.now(id).progress_total == 10);
  }
  SECTION("ended") {
    CHECK(q.queue.release_expired(never_dead) == 1);
    CHECK(q.now(id).state == JobState::ready);
    CHECK(q.queue.beat(q.worker, "test", {}, minute_ms).empty());
  }
  SECTION("given back without blame") {
    CHECK(q.queue.give_back(id) == 1);
    CHECK(q.now(id).losses == 0);
    CHECK(q.now(id).state == JobState::ready);
  }
}

TEST_CASE("a waiting job is called off at once, a running one is asked to stop") {
  Queue q;
  const JobId waiting = q.mine.jobs.add(a_job("pull")).id;
  CHECK(q.mine.jobs.cancel(waiting));
  CHECK(q.now(waiting).state == JobState::cancelled);
  CHECK_FALSE(q.mine.jobs.cancel(waiting));
  const JobId running = q.mine.jobs.add(a_job("pull")).id;
  q.claimed();
  CHECK(q.mine.jobs.cancel(running));
  CHECK(q.queue.beat(q.worker, "test", {}, minute_ms).at(0).cancel_requested);
  CHECK_FALSE(q.mine.jobs.cancel(999'999));
}

TEST_CASE("a dead job comes again with its failures forgotten") {
  Queue q;
  const JobId id = q.mine.jobs.add(a_job("pull")).id;
  CHECK_FALSE(q.mine.jobs.retry(id));
  JobOutcome outcome = ended(q.claimed(), JobState::dead);
  outcome.counts_as_failure = true;
  outcome.message = "wrong";
  q.queue.finish(std::vector{outcome});
  CHECK(q.now(id).state == JobState::dead);
  CHECK(q.mine.jobs.retry(id));
  CHECK(q.now(id).failures == 0);
  CHECK(q.now(id).message.empty());
  CHECK(q.claimed().id == id);
}

TEST_CASE("jobs that ended long ago are forgotten, dead ones are kept") {
  Queue q;
  q.mine.jobs.add(std::vector{a_job("a"), a_job("b"), a_job("c")});
  q.queue.finish(std::vector{ended(q.claimed()), ended(q.claimed(), JobState::dead)});
  CHECK(q.queue.forget_older_than(minute_ms, 100) == 0);
  CHECK(q.queue.forget_older_than(-1, 100) == 1);
  CHECK(q.mine.jobs.list({}).size() == 2);
}

TEST_CASE("a list is newest first, and can be narrowed") {
  Queue q;
  q.mine.jobs.add(std::vector{a_job("a"), a_job("b"), a_job("a")});
  q.claimed();
  CHECK(q.mine.jobs.list({}).size() == 3);
  CHECK(q.mine.jobs.list({JobState::running, "", {}, 50}).size() == 1);
  CHECK(q.mine.jobs.list({{}, "a", {}, 50}).size() == 2);
  const auto page = q.mine.jobs.list({{}, "", {}, 2});
  REQUIRE(page.size() == 2);
  CHECK(page[0].id > page[1].id);
  CHECK(q.mine.jobs.list({{}, "", page[1].id, 50}).size() == 1);
}

TEST_CASE("an added job that is rolled back was never there") {
  Queue q;
  {
    auto transaction = q.store.transaction();
    q.mine.jobs.add(a_job("pull"));
  }
  CHECK(q.claim().empty());
}

TEST_CASE("another connection hears of new work") {
  Queue q;
  Store waiting = q.database.open();
  waiting.listen_for_work();
  CHECK_FALSE(waiting.wait_for_work(0));
  q.mine.jobs.add(a_job("pull"));
  CHECK(waiting.wait_for_work(2'000));
}

TEST_CASE("jobs that many take at once each go to one") {
  Queue q;
  constexpr int jobs = 600;
  q.mine.jobs.add(std::vector<NewJob>(jobs, a_job("notify", true)));
  std::atomic<int> taken = 0;
  std::mutex mutex;
  std::set<JobId> ids;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      Store store = q.database.open();
      const WorkerId worker = store.job_queue().enter("thread");
      while (true) {
        const std::vector<Job> batch = store.job_queue().claim(worker, true, 7, minute_ms);
        if (batch.empty()) {
          return;
        }
        const std::lock_guard lock(mutex);
        for (const Job& job : batch) {
          ++taken;
          ids.insert(job.id);
        }
      }
    });
  }
  threads.clear();
  CHECK(taken == jobs);
  CHECK(ids.size() == jobs);
}

TEST_CASE("of many who add a job with one key at once, one adds it") {
  Queue q;
  std::atomic<int> added = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      Store store = q.database.open();
      UserStore user = store.for_user(q.mine.user());
      NewJob job = a_job("pull");
      job.unique_key = "2025-08";
      for (int round = 0; round < 5; ++round) {
        added += user.jobs.add(job).is_new ? 1 : 0;
      }
    });
  }
  threads.clear();
  CHECK(added == 1);
}

TEST_CASE("a person's jobs are nobody else's") {
  Queue q;
  UserStore bert = q.store.for_user(q.store.users().add("bert@example.org", 1).id);
  const JobId id = q.mine.jobs.add(a_job("pull")).id;
  CHECK(bert.jobs.list({}).empty());
  CHECK_FALSE(bert.jobs.find(id));
  CHECK(bert.jobs.counts().empty());
  CHECK_FALSE(bert.jobs.cancel(id));
  q.mine.jobs.cancel(id);
  CHECK_FALSE(bert.jobs.retry(id));
  CHECK(q.now(id).state == JobState::cancelled);
}

TEST_CASE("what is asked of a kind is told while its jobs wait for a worker or run") {
  Queue q;
  NewJob first = a_job("pull");
  first.arguments = R"({"n":1})";
  first.unique_key = "1";
  NewJob later = first;
  later.arguments = R"({"n":2})";
  later.unique_key = "2";
  later.delay_ms = minute_ms;
  const JobId id = q.mine.jobs.add(first).id;
  q.mine.jobs.add(later);
  q.mine.jobs.add(a_job("other"));
  const std::vector<std::string> wanted{R"({"n":1})"};
  CHECK(q.mine.jobs.arguments_of_unfinished("pull") == wanted);
  const std::vector<Job> claimed = q.claim();
  CHECK(q.mine.jobs.arguments_of_unfinished("pull") == wanted);
  for (const Job& job : claimed) {
    if (job.id == id) {
      q.queue.finish(std::vector{ended(job)});
    }
  }
  CHECK(q.mine.jobs.arguments_of_unfinished("pull").empty());
}
