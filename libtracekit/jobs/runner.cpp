// SPDX-License-Identifier: MIT
#include "jobs/runner.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "jobs/verdict.hpp"

namespace tracekit::jobs {
namespace {

using nlohmann::json;

const JobKind unknown_kind;

store::JobOutcome done(const store::Job& job, const json& told) {
  store::JobOutcome outcome;
  outcome.id = job.id;
  outcome.attempt = job.attempt;
  outcome.result = told.is_null() ? "" : told.dump(-1, ' ', false, json::error_handler_t::replace);
  return outcome;
}

} // namespace

const JobKind& Runner::kind_of(const store::Job& job) const {
  const auto found = kinds_.find(job.kind);
  return found == kinds_.end() ? unknown_kind : found->second;
}

json Runner::handle(const store::Job& job, Lease& lease) {
  const JobKind& kind = kind_of(job);
  if (!kind.handler) {
    throw Error(ErrorKind::not_found, fmt::format("this tracekit knows no job of the kind \"{}\"", job.kind),
                "upgrade the worker, then `tracekit jobs retry` it");
  }
  const json arguments = json::parse(job.arguments, nullptr, false);
  if (!arguments.is_object()) {
    throw Error(ErrorKind::input, fmt::format("the arguments of job {} are no JSON object", job.id));
  }
  try {
    return kind.handler({job, arguments, lease, lease.cancellation(), store_});
  } catch (const json::exception& error) {
    throw Error(ErrorKind::input,
                fmt::format("the arguments of job {} ({}) are not what it takes: {}", job.id, job.kind, error.what()));
  }
}

bool Runner::run_together(std::span<const store::Job> jobs) {
  std::vector<store::JobOutcome> outcomes;
  auto transaction = store_.transaction();
  for (const store::Job& job : jobs) {
    const auto lease = leases_.find(job.id);
    if (!lease) {
      return false;
    }
    outcomes.push_back(done(job, handle(job, *lease)));
  }
  if (!store_.job_queue().finish(outcomes).empty()) {
    return false; // the one that was lost has its effect elsewhere: nothing of this is kept
  }
  transaction.commit();
  return true;
}

bool Runner::run_alone(const store::Job& job) {
  const auto lease = leases_.find(job.id);
  if (!lease) {
    return false;
  }
  try {
    auto transaction = store_.transaction();
    const store::JobOutcome outcome = done(job, handle(job, *lease));
    if (!store_.job_queue().finish(std::span(&outcome, 1)).empty()) {
      return false;
    }
    transaction.commit();
    return true;
  } catch (const Error& error) {
    return finish(job, failed(job, error)); // throws when it is the connection that failed
  }
}

std::size_t Runner::run_light(std::span<const store::Job> jobs) {
  if (jobs.size() > 1) {
    try {
      if (run_together(jobs)) {
        return jobs.size();
      }
    } catch (const Error&) {
      // Which of them it was is found out below.
    }
  }
  std::size_t ended = 0;
  for (const store::Job& job : jobs) {
    ended += run_alone(job) ? 1U : 0U;
  }
  return ended;
}

store::JobOutcome Runner::run(const store::Job& job) {
  const auto lease = leases_.find(job.id);
  store::JobOutcome outcome;
  try {
    outcome = done(job, handle(job, *lease));
  } catch (const Error& error) {
    outcome = failed(job, error);
    if (error.kind() == ErrorKind::interrupted && lease->called_off()) {
      outcome.state = store::JobState::cancelled;
      outcome.message = "called off";
    }
  } catch (const std::exception& error) {
    outcome = failed(job, Error(ErrorKind::usage, fmt::format("internal error: {}", error.what())));
  }
  const JobKind& kind = kind_of(job);
  if (finish(job, outcome) && outcome.state != store::JobState::ready && kind.afterwards) {
    kind.afterwards(job);
  }
  return outcome;
}

store::JobOutcome Runner::failed(const store::Job& job, const Error& error) {
  return verdict_on(job, kind_of(job), error, store_.job_queue().now_ms() / 1000);
}

bool Runner::finish(const store::Job& job, const store::JobOutcome& outcome) {
  auto transaction = store_.transaction();
  if (!store_.job_queue().finish(std::span(&outcome, 1)).empty()) {
    return false;
  }
  if (ended_) {
    ended_(store_, job, outcome);
  }
  transaction.commit();
  return true;
}

} // namespace tracekit::jobs
