// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "app/import/import.hpp"
#include "commands/list.hpp"

namespace tracekit::cli {
namespace {

constexpr std::size_t most_named = 20;

std::string several(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string counted(const std::map<std::string, std::uint64_t>& counts) {
  std::string out;
  for (const auto& [what, count] : counts) {
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", count, what);
  }
  return out;
}

std::string named(std::string_view what, const std::vector<app::NotImported>& list) {
  std::string out;
  for (std::size_t i = 0; i < std::min(list.size(), most_named); ++i) {
    out += fmt::format("{}: {}: {}\n", what, printable(list[i].name), printable(list[i].why));
  }
  return list.size() <= most_named
             ? out
             : out + fmt::format("{}: {} more; --json names all\n", what, list.size() - most_named);
}

std::string text_of(const app::ImportReport& report) {
  if (!report.has_taken() && report.unreadable.empty() && report.refused.empty() && report.damaged.empty()) {
    return "There is no activity in it: no FIT, GPX, TCX or KML file, and no list of activities of Strava or Garmin.\n";
  }
  std::string out;
  if (report.files > 0) {
    out += fmt::format("{} looked at, {:.0f} a second\n", several(report.files, "file", "files"),
                       static_cast<double>(report.files) / std::max(report.seconds, 1e-3));
    out += fmt::format("imported: {} with {}{}\n", several(report.imported, "file", "files"),
                       several(report.activities, "activity", "activities"),
                       report.by_format.empty() ? "" : " (" + counted(report.by_format) + ")");
  }
  if (report.already_there > 0) {
    out += fmt::format("already there: {}\n", several(report.already_there, "file", "files"));
  }
  if (report.duplicates > 0) {
    out += fmt::format("twice among these: {}\n", several(report.duplicates, "file", "files"));
  }
  if (!report.no_activity.empty()) {
    out += fmt::format("no activity: {}\n", counted(report.no_activity));
  }
  for (const auto& [provider, table] : report.tables) {
    out += fmt::format("{}: {} new, {} changed, {} as before, {} known better from the service\n", provider,
                       table.added, table.updated, table.unchanged, table.kept);
  }
  return out + named("damaged", report.damaged) + named("unreadable", report.unreadable) +
         named("refused", report.refused);
}

} // namespace

void add_import(CommandLine& command_line) {
  auto paths = std::make_shared<std::vector<std::string>>();
  Command& command = command_line.command(
      "import", "Take in files, folders, zip archives, and the account archives of Strava and Garmin");
  command.option("PATH", *paths, "a file, a folder or a zip archive").required();
  command.runs([paths](Session& session) {
    std::vector<app::ImportSource> sources;
    for (const std::string& path : *paths) {
      sources.push_back({path, path});
    }
    const app::ImportReport report = app::import(session.app(), sources);
    session.progress().clear();
    if (session.options().json) {
      session.print_json(app::to_json(report));
    } else if (!session.options().quiet) {
      session.print(text_of(report));
    }
    const std::vector<std::string> enabled = session.app().enabled_providers();
    if (report.imported > 0 && std::find(enabled.begin(), enabled.end(), "file") == enabled.end()) {
      session.say("files take no part yet: tracekit configure --set providers.file.enabled=true");
    }
    return report.exit_code();
  });
}

} // namespace tracekit::cli
