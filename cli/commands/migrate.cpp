// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/app.hpp"
#include "app/migrate.hpp"
#include "commands/list.hpp"

namespace tracekit::cli {
namespace {

struct MigrateArguments {
  double wait_seconds = 0;
  std::optional<std::string> from;
};

nlohmann::json json_of(const app::MigrateReport& report) {
  nlohmann::json tables = nlohmann::json::array();
  for (const CopyReport::Table& table : report.copied.tables) {
    tables.push_back({{"table", table.name}, {"rows", table.rows}, {"checksum", table.checksum}});
  }
  return {{"database", report.database},
          {"from_version", report.schema.from_version},
          {"to_version", report.schema.to_version},
          {"applied", report.schema.applied},
          {"backup", report.schema.backup.string()},
          {"copied", std::move(tables)}};
}

std::string text_of(const app::MigrateReport& report) {
  std::string out =
      report.schema.applied.empty()
          ? fmt::format("{} is up to date (schema {}).\n", printable(report.database), report.schema.to_version)
          : fmt::format("{} is now at schema {} (was {}).\n", printable(report.database), report.schema.to_version,
                        report.schema.from_version);
  if (!report.schema.backup.empty()) {
    out += fmt::format("A copy from before is in {}.\n", report.schema.backup.string());
  }
  std::int64_t rows = 0;
  for (const CopyReport::Table& table : report.copied.tables) {
    rows += table.rows;
  }
  if (!report.copied.tables.empty()) {
    out += fmt::format("Copied {} rows of {} tables; counts and checksums agree.\n", rows, report.copied.tables.size());
  }
  return out;
}

} // namespace

void add_migrate(CommandLine& command_line) {
  auto arguments = std::make_shared<MigrateArguments>();
  Command& command = command_line.command("migrate", "Create or upgrade the database; copy from another one");
  command.option("--wait", arguments->wait_seconds, "seconds to wait for a server that is still starting")
      .within(0.0, 3600.0);
  command.option("--from", arguments->from,
                 "copy everything from this tracekit database (sqlite:///path or postgresql://...)");
  command.runs([arguments](Session& session) {
    const auto& options = session.options();
    const app::MigrateReport report = app::migrate({options.config, options.database, options.user},
                                                   arguments->wait_seconds, arguments->from, session.progress());
    if (options.json) {
      session.print_json(json_of(report));
    } else {
      session.print(text_of(report));
    }
    return 0;
  });
}

} // namespace tracekit::cli
