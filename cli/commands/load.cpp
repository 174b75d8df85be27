// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

#include "app/app.hpp"
#include "app/months.hpp"
#include "app/portable.hpp"
#include "app/portable_archive.hpp"
#include "commands/list.hpp"

namespace tracekit::cli {

namespace {

/// What of an archive was not there before.
std::string news_of(const app::PortableCounts& counts) {
  struct Part {
    std::uint64_t count;
    std::string_view one;
    std::string_view many;
  };
  const auto parts = std::to_array<Part>({{counts.records, "record", "records"},
                                          {counts.versions, "earlier version", "earlier versions"},
                                          {counts.originals, "file", "files"},
                                          {counts.activities, "activity", "activities"},
                                          {counts.verdicts, "word on matching", "words on matching"},
                                          {counts.clocks, "word on a clock", "words on clocks"},
                                          {counts.equipment, "name of equipment", "names of equipment"},
                                          {counts.changes, "change", "changes"},
                                          {counts.dismissed, "dismissed change", "dismissed changes"},
                                          {counts.schedules, "schedule", "schedules"},
                                          {counts.settings ? 1U : 0U, "document of settings", ""}});
  std::string told;
  for (const Part& part : parts) {
    if (part.count > 0) {
      told += fmt::format("{}{} {}", told.empty() ? "" : ", ", part.count, part.count == 1 ? part.one : part.many);
    }
  }
  return told.empty() ? "everything in it was there already" : "new: " + told;
}

nlohmann::json load_one_archive(Session& session, const std::string& path) {
  const app::PortableCounts counts = app::load_archive(session.app(), path);
  session.progress().clear();
  if (!session.options().json && !session.options().quiet) {
    session.print(fmt::format("{}: {}\n", printable(path), news_of(counts)));
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
