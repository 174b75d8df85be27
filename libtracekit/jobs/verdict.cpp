// SPDX-License-Identifier: MIT
#include "jobs/verdict.hpp"

#include <algorithm>
#include <random>

namespace tracekit::jobs {
namespace {

constexpr std::int64_t second_ms = 1000;
constexpr std::int64_t unknown_limit_ms = 15 * 60 * second_ms;

double any_chance() {
  thread_local std::mt19937 engine{std::random_device{}()};
  return std::uniform_real_distribution<>(0, 1)(engine);
}

bool may_pass(ErrorKind kind) {
  return kind == ErrorKind::network || kind == ErrorKind::provider || kind == ErrorKind::database ||
         kind == ErrorKind::conflict;
}

std::string words_of(const Error& error) {
  return error.hint().empty() ? std::string(error.what()) : std::string(error.what()) + " (" + error.hint() + ")";
}

} // namespace

std::int64_t backoff_ms(std::int64_t failures, double chance) {
  constexpr std::int64_t first_ms = 10 * second_ms;
  constexpr std::int64_t most_ms = 6 * 3600 * second_ms;
  constexpr std::int64_t most_doublings = 12; // beyond the most anyway
  const std::int64_t doublings = std::clamp<std::int64_t>(failures - 1, 0, most_doublings);
  const std::int64_t delay = std::min(most_ms, first_ms << doublings);
  return static_cast<std::int64_t>(static_cast<double>(delay) * (0.8 + 0.4 * chance));
}

store::JobOutcome verdict_on(const store::Job& job, const JobKind& kind, const Error& error, EpochSeconds now) {
  store::JobOutcome outcome;
  outcome.id = job.id;
  outcome.attempt = job.attempt;
  outcome.error_kind = to_string(error.kind());
  outcome.message = words_of(error);
  outcome.state = store::JobState::ready;
  if (error.kind() == ErrorKind::rate_limit) {
    const auto* limited = dynamic_cast<const RateLimited*>(&error);
    const auto resets_at = limited == nullptr ? std::nullopt : limited->resets_at();
    outcome.delay_ms =
        resets_at ? std::max<std::int64_t>(0, *resets_at - now) * second_ms + second_ms : unknown_limit_ms;
  } else if (may_pass(error.kind())) {
    outcome.counts_as_failure = true;
    outcome.delay_ms = backoff_ms(job.failures + 1, any_chance());
    if (job.failures + 1 >= kind.most_failures) {
      outcome.state = store::JobState::dead;
    }
  } else if (error.kind() != ErrorKind::interrupted) {
    outcome.counts_as_failure = true;
    outcome.state = store::JobState::dead;
  }
  return outcome;
}

} // namespace tracekit::jobs
