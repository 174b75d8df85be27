// SPDX-License-Identifier: MIT
#include "jobs/scheduler.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "jobs/schedule_expression.hpp"

namespace tracekit::jobs {
namespace {

/// A schedule that has no next time is left where it is, far away.
constexpr EpochSeconds never = std::int64_t{1} << 60;

bool start(Store& store, const store::Schedule& schedule, EpochSeconds now) {
  const TimeZone zone(schedule.time_zone);
  const auto next = ScheduleExpression::parse(schedule.expression).next(now, zone);
  auto transaction = store.transaction();
  if (!store.due_schedules().advance(schedule, next.value_or(never))) {
    return false;
  }
  store::NewJob job;
  job.kind = schedule.kind;
  job.arguments = schedule.arguments;
  job.unique_key = fmt::format("schedule {} {}", schedule.name, format_utc(schedule.next_at));
  store.for_user(schedule.user).jobs.add(job);
  transaction.commit();
  return true;
}

} // namespace

std::size_t start_what_is_due(Store& store) {
  const EpochSeconds now = store.job_queue().now_ms() / 1000;
  std::size_t started = 0;
  for (const store::Schedule& schedule : store.due_schedules().due(now)) {
    try {
      started += start(store, schedule, now) ? 1U : 0U;
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::database) {
        throw;
      } // a zone that this machine does not know: another worker may
    }
  }
  return started;
}

} // namespace tracekit::jobs
