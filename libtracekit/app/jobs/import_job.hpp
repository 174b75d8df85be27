// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

#include "app/import/upload_folder.hpp"
#include "app/jobs/arguments.hpp"

namespace tracekit::app {

/// Adds the job that imports an uploaded archive, which is kept from then on until the job has ended for good. `name`
/// is what the person calls it.
store::JobId queue_import(App& app, UploadedArchive& archive, const std::string& name);

/// The report of the import as `tracekit import --json` prints it, and the `name` of the archive. Its lists are cut
/// short, with `unnamed` for how many are left out: a job is read as a whole whenever it changes.
nlohmann::json run_import_archive(App& app, const JobArguments& arguments);

/// Removes the archive of an `import` that has ended; nothing for other jobs.
void remove_archive_of(App& app, const store::Job& job);

} // namespace tracekit::app
