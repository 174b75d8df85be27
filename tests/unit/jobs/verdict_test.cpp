// SPDX-License-Identifier: MIT
#include "jobs/verdict.hpp"

#include <catch2/catch.hpp>

using namespace tracekit;
using jobs::backoff_ms;
using jobs::verdict_on;
using store::JobState;

namespace {

constexpr EpochSeconds now = 1'754'200'000;

store::JobOutcome verdict(const Error& error, std::int64_t failures = 0) {
  store::Job job;
  job.id = 7;
  job.attempt = 3;
  job.failures = failures;
  return verdict_on(job, jobs::JobKind{}, error, now);
}

} // namespace

TEST_CASE("waiting doubles from ten seconds to six hours, a fifth more or less") {
  CHECK(backoff_ms(1, 0.5) == 10'000);
  CHECK(backoff_ms(2, 0.5) == 20'000);
  CHECK(backoff_ms(6, 0.5) == 320'000);
  CHECK(backoff_ms(60, 0.5) == 6 * 3'600'000);
  CHECK(backoff_ms(1, 0) == 8'000);
  CHECK(backoff_ms(1, 1) == 12'000);
}

TEST_CASE("a limit is waited for until it ends, and is no failure") {
  const store::JobOutcome told = verdict(RateLimited("limit", now + 90));
  CHECK(told.id == 7);
  CHECK(told.attempt == 3);
  CHECK(told.state == JobState::ready);
  CHECK(told.delay_ms == 91'000);
  CHECK_FALSE(told.counts_as_failure);
  CHECK(verdict(RateLimited("limit", now - 5)).delay_ms == 1'000);
  CHECK(verdict(RateLimited("limit", std::nullopt)).delay_ms == 15 * 60'000);
  CHECK(verdict(RateLimited("limit", now + 90), 100).state == JobState::ready);
}

TEST_CASE("what may pass is tried again, until it has failed too often") {
  const ErrorKind kind = GENERATE(ErrorKind::network, ErrorKind::provider, ErrorKind::database, ErrorKind::conflict);
  const store::JobOutcome first = verdict(Error(kind, "trouble", "wait"));
  CHECK(first.state == JobState::ready);
  CHECK(first.counts_as_failure);
  CHECK(first.delay_ms >= 8'000);
  CHECK(first.message == "trouble (wait)");
  CHECK(first.error_kind == to_string(kind));
  CHECK(verdict(Error(kind, "trouble"), 6).state == JobState::ready);
  CHECK(verdict(Error(kind, "trouble"), 7).state == JobState::dead);
}

TEST_CASE("what would end the same way is given up at once") {
  const ErrorKind kind =
      GENERATE(ErrorKind::usage, ErrorKind::config, ErrorKind::input, ErrorKind::not_found, ErrorKind::auth);
  CHECK(verdict(Error(kind, "wrong")).state == JobState::dead);
}

TEST_CASE("a worker that stops gives its job back as it was") {
  const store::JobOutcome outcome = verdict(Error(ErrorKind::interrupted, "stopped"), 5);
  CHECK(outcome.state == JobState::ready);
  CHECK(outcome.delay_ms == 0);
  CHECK_FALSE(outcome.counts_as_failure);
}
