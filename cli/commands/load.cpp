// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/app.hpp"
#include "app/months.hpp"
#include "app/portable.hpp"
#include "app/portable_archive.hpp"
#include "commands/list.hpp"

namespace tracekit::cli {

namespace {

nlohmann::json load_one_archive(Session& session, const std::string& path) {
  const app::PortableCounts counts = app::load_archive(session.app(), path);
  session.progress().clear();
  if (!session.options().json && !session.options().quiet) {
    session.print(
        fmt::format("{}: {} records, {} files, {} activities, {} words on matching, {} names of equipment, {} "
                    "changes, {} dismissed, {} schedules that were not there\n",
                    printable(path), counts.records, counts.originals, counts.activities, counts.verdicts,
                    counts.equipment, counts.changes, counts.dismissed, counts.schedules));
  }
  nlohmann::json out = app::to_json(counts);
  out["file"] = path;
  return out;
}

} // namespace

void add_load(CommandLine& command_line) {
  auto paths = std::make_shared<std::vector<std::string>>();
  Command& command = command_line.command(
      "load", "Read records in the portable form, or everything that `export --format full` wrote");
  command.option("FILE", *paths, "a .jsonl file, or the .zip archive of `tracekit export --format full`").required();
  command.runs([paths](Session& session) {
    nlohmann::json document = nlohmann::json::array();
    for (const std::string& path : *paths) {
      if (app::is_portable_archive(path)) {
        document.push_back(load_one_archive(session, path));
        continue;
      }
      const store::UpsertCounts counts = app::load(session.app(), path);
      if (session.options().json) {
        document.push_back(
            {{"file", path}, {"added", counts.added}, {"updated", counts.updated}, {"unchanged", counts.unchanged}});
      } else if (!session.options().quiet) {
        session.print(fmt::format("{}: {} new, {} changed, {} as before\n", printable(path), counts.added,
                                  counts.updated, counts.unchanged));
      }
    }
    app::refresh_touched_months(session.app());
    if (session.options().json) {
      session.print_json(document);
    }
    return 0;
  });
}

} // namespace tracekit::cli
