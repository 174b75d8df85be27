// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <set>

#include "app/jobs/arguments.hpp"
#include "app/pull.hpp"

namespace tracekit::app {

/// Which days a job of the kind `pull` or `pull-provider` is about must be said in one way, and be some. Throws
/// Error(usage).
void check_days(const JobArguments& arguments);

/// Adds the jobs that do the work, so that each provider is asked, limited and tried again on its own.
nlohmann::json run_pull(App& app, const JobArguments& arguments);

nlohmann::json run_pull_provider(App& app, const JobArguments& arguments);

/// The months that pulls reach which wait for a worker or run. A pull of everything that is new tells of no month.
std::set<Month> months_being_pulled(App& app);

/// Pulls from one provider; what stopped it is thrown as the error that it was.
nlohmann::json pull_one(App& app, const PullOptions& options);

} // namespace tracekit::app
