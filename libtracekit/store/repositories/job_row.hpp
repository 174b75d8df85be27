// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "store/repositories/jobs.hpp"

namespace tracekit::sql {
class Query;
}

namespace tracekit::store {

/// The columns of a job in the order in which `read_job` takes them.
inline constexpr std::string_view job_columns =
    "id, user_id, kind, arguments, unique_key, lane, light, priority, state, run_at_ms, attempt, failures, losses, "
    "worker, cancel_requested, progress_what, progress_done, progress_total, result, error_kind, message, created_ms, "
    "started_ms, finished_ms";

Job read_job(const sql::Query& row);

} // namespace tracekit::store
