// SPDX-License-Identifier: MIT
#include "store/repositories/job_row.hpp"

#include <array>

#include <fmt/format.h>

#include "base/error.hpp"
#include "store/sql/connection.hpp"

namespace tracekit::store {
namespace {

constexpr std::array<std::string_view, 5> state_names{"ready", "running", "done", "dead", "cancelled"};

} // namespace

std::string_view to_string(JobState state) { return state_names[static_cast<std::size_t>(state)]; }

JobState job_state_of(std::string_view word) {
  for (std::size_t i = 0; i < state_names.size(); ++i) {
    if (state_names[i] == word) {
      return static_cast<JobState>(i);
    }
  }
  throw Error(ErrorKind::usage, fmt::format("\"{}\" is no state of a job", word),
              fmt::format("say one of: {}", fmt::join(state_names, ", ")));
}

Job read_job(const sql::Query& row) {
  Job job;
  job.id = row.integer(0);
  job.user = row.integer(1);
  job.kind = row.text(2);
  job.arguments = row.text(3);
  job.unique_key = row.text(4);
  job.lane = row.text(5);
  job.light = row.boolean(6);
  job.priority = static_cast<int>(row.integer(7));
  job.state = job_state_of(row.text_view(8));
  job.run_at_ms = row.integer(9);
  job.attempt = row.integer(10);
  job.failures = row.integer(11);
  job.losses = row.integer(12);
  job.worker = row.optional_integer(13);
  job.cancel_requested = row.boolean(14);
  job.progress_what = row.text(15);
  job.progress_done = row.integer(16);
  job.progress_total = row.integer(17);
  job.result = row.text(18);
  job.error_kind = row.text(19);
  job.message = row.text(20);
  job.created_ms = row.integer(21);
  job.started_ms = row.optional_integer(22);
  job.finished_ms = row.optional_integer(23);
  return job;
}

} // namespace tracekit::store
