// SPDX-License-Identifier: MIT
#include "app/app.hpp"
#include "app/portable.hpp"
#include "commands/list.hpp"
#include "day_arguments.hpp"

namespace tracekit::cli {
namespace {

struct ExportArguments {
  std::optional<std::string> from;
  std::optional<std::string> to;
  std::string format = "jsonl";
};

} // namespace

void add_export(CommandLine& command_line) {
  auto arguments = std::make_shared<ExportArguments>();
  Command& command = command_line.command("export", "Write all records in the portable form to standard output");
  command.option("--format", arguments->format, "jsonl").one_of({"jsonl"});
  command.option("--from", arguments->from, "first day, YYYY-MM-DD, or first month");
  command.option("--to", arguments->to, "last day, YYYY-MM-DD, or last month");
  command.runs([arguments](Session& session) {
    const auto from = first_day_argument(arguments->from, "--from");
    const auto to = last_day_argument(arguments->to, "--to");
    app::export_jsonl(session.app(), from, to, [&](const std::string& line) { session.print(line + "\n"); });
    return 0;
  });
}

} // namespace tracekit::cli
