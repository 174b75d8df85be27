// SPDX-License-Identifier: MIT
#include "app/jobs/import_job.hpp"

#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "app/import/import.hpp"
#include "app/jobs/job_kinds.hpp"
#include "base/text.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

constexpr const char* import_kind = "import";
constexpr std::size_t most_named_in_job = 100; ///< of each list
constexpr std::size_t longest_text = 300;      ///< names inside archives may have 64 KiB

std::string file_of(const store::Job& job) {
  const json arguments = json::parse(job.arguments, nullptr, false);
  const bool has_file = arguments.is_object() && arguments.contains("file") && arguments["file"].is_string();
  return has_file ? arguments["file"].get<std::string>() : "";
}

/// Of jobs that have not ended.
std::set<std::string> files_in_use(App& app) {
  std::set<std::string> files;
  for (const store::JobState state : {store::JobState::ready, store::JobState::running}) {
    store::Jobs::Filter unfinished;
    unfinished.state = state;
    unfinished.kind = import_kind;
    unfinished.limit = std::numeric_limits<std::int64_t>::max();
    for (const store::Job& job : app.mine().jobs.list(unfinished)) {
      files.insert(file_of(job));
    }
  }
  return files;
}

/// Returns how many were left out.
std::size_t cut_short(std::vector<NotImported>& list) {
  const std::size_t left_out = list.size() - std::min(list.size(), most_named_in_job);
  list.resize(list.size() - left_out);
  for (NotImported& one : list) {
    one.name = to_valid_utf8(one.name.substr(0, longest_text));
    one.why = to_valid_utf8(one.why.substr(0, longest_text));
  }
  return left_out;
}

} // namespace

store::JobId queue_import(App& app, UploadedArchive& archive, const std::string& name) {
  UploadFolder(app).remove_all_but(files_in_use(app));
  archive.flush();
  const store::NewJob job = make_job(import_kind, {{"file", archive.file()}, {"name", name}});
  const store::JobId id = app.mine().jobs.add(job).id;
  archive.keep();
  return id;
}

json run_import_archive(App& app, const JobArguments& arguments) {
  const std::string name = arguments.needed_text("name");
  const std::filesystem::path path = UploadFolder(app).find(arguments.needed_text("file"), name);
  ImportReport report = import(app, {{path, name}});
  const std::size_t unnamed = cut_short(report.unreadable) + cut_short(report.refused) + cut_short(report.damaged);
  json told = to_json(report);
  told["name"] = name;
  told["unnamed"] = unnamed;
  return told;
}

void remove_archive_of(App& app, const store::Job& job) {
  if (job.kind == import_kind) {
    UploadFolder(app).remove(file_of(job));
  }
}

} // namespace tracekit::app
