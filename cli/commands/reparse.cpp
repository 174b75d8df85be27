// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/reparse.hpp"
#include "commands/list.hpp"

namespace tracekit::cli {

void add_reparse(CommandLine& command_line) {
  Command& command = command_line.command(
      "reparse", "Read all kept files again, as this version reads them, and store what is different");
  command.runs([](Session& session) {
    const app::ReparseReport report = app::reparse(session.app());
    session.progress().clear();
    if (session.options().json) {
      session.print_json(app::to_json(report));
    } else if (!session.options().quiet) {
      session.print(fmt::format("{} files: {} activities changed, {} new, {} as before\n", report.files, report.changed,
                                report.added, report.unchanged));
      for (const app::ReparseReport::Problem& problem : report.problems) {
        session.say(fmt::format("{}: {}", problem.sha256.substr(0, 12), printable(problem.why)));
      }
    }
    return report.problems.empty() ? 0 : 3;
  });
}

} // namespace tracekit::cli
