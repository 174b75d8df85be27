// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "app/app.hpp"
#include "app/portable.hpp"
#include "base/error.hpp"
#include "commands/list.hpp"

namespace tracekit::cli {
namespace {

struct ExportArguments {
  std::optional<std::string> from;
  std::optional<std::string> to;
  std::string format = "jsonl";
};

std::optional<Date> date_of(const std::optional<std::string>& text, std::string_view option) {
  if (!text) {
    return std::nullopt;
  }
  const auto date = parse_date(*text);
  if (!date) {
    throw Error(ErrorKind::usage, fmt::format("{}: \"{}\" is not a date", option, *text),
                "write it as YYYY-MM-DD, for example 2025-08-03");
  }
  return date;
}

} // namespace

void add_export(CommandLine& command_line) {
  auto arguments = std::make_shared<ExportArguments>();
  Command& command = command_line.command("export", "Write all records in the portable form to standard output");
  command.option("--format", arguments->format, "jsonl").one_of({"jsonl"});
  command.option("--from", arguments->from, "first day, YYYY-MM-DD");
  command.option("--to", arguments->to, "last day, YYYY-MM-DD");
  command.runs([arguments](Session& session) {
    const auto from = date_of(arguments->from, "--from");
    const auto to = date_of(arguments->to, "--to");
    app::export_jsonl(session.app(), from, to, [&](const std::string& line) { session.print(line + "\n"); });
    return 0;
  });
}

} // namespace tracekit::cli
