// SPDX-License-Identifier: MIT
#include "app/check.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "commands/list.hpp"
#include "output/paragraph.hpp"

namespace tracekit::cli {
namespace {

std::string text_of(const app::CheckReport& report, const Terminal& terminal) {
  std::string out;
  for (const store::Fault& fault : report.faults) {
    out += styled("✗", Style::red, terminal.colour) + " " + wrapped(printable(fault.message), terminal.width, 2, 2) +
           "\n  " + styled(wrapped("→ " + fault.advice, terminal.width, 4, 2), Style::cyan, terminal.colour) + "\n";
  }
  if (report.fault_count > report.faults.size()) {
    out += fmt::format("  and {} more\n", report.fault_count - report.faults.size());
  }
  const std::string part =
      report.slice.of > 1 ? fmt::format(" (part {} of {})", report.slice.part, report.slice.of) : "";
  return out + fmt::format("{}{}: {} originals, {} recordings, {}\n", printable(report.database), part,
                           report.originals, report.recordings,
                           report.fault_count == 0   ? "all whole"
                           : report.fault_count == 1 ? "1 fault"
                                                     : fmt::format("{} faults", report.fault_count));
}

int run_check(Session& session, const std::optional<std::string>& subset) {
  const GlobalOptions& global = session.options();
  const app::CheckReport report =
      app::check({global.config, global.database, global.user}, subset ? app::parse_slice(*subset) : store::Slice(),
                 session.progress(), session.cancellation());
  session.progress().clear();
  if (global.json) {
    session.print_json(app::to_json(report));
  } else if (!global.quiet || report.fault_count > 0) {
    session.print(text_of(report, session.terminal()));
  }
  return report.fault_count == 0 ? 0 : 1;
}

} // namespace

void add_check(CommandLine& command_line) {
  auto subset = std::make_shared<std::optional<std::string>>();
  Command& command = command_line.command(
      "check", "Look into everything that is stored: checksums of originals, recordings, what leads where");
  command.option("--subset", *subset, "only a part: 1/7 today, 2/7 tomorrow, and in a week everything was looked at");
  command.runs([subset](Session& session) { return run_check(session, *subset); });
}

} // namespace tracekit::cli
