// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "jobs/kind.hpp"
#include "store/repositories/job_queue.hpp"

namespace tracekit::jobs {

/// What becomes of a job whose handler threw.
///   rate_limit                      again when the limit ends (in a quarter of an hour where that is not told); no
///   failure network, provider, database, conflict                        again after `backoff_ms`, until the kind's
///   `most_failures` interrupted                     again at once: the worker was stopped; no failure everything else
///   dead: doing it again would end the same way
store::JobOutcome verdict_on(const store::Job& job, const JobKind& kind, const Error& error, EpochSeconds now);

/// 10 s, 20 s, 40 s ... at most 6 h, a fifth more or less, so that jobs that failed together do not come back together.
/// `chance` is from 0 to 1.
std::int64_t backoff_ms(std::int64_t failures, double chance);

} // namespace tracekit::jobs
