// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/app.hpp"
#include "app/migrate.hpp"
#include "app/roles.hpp"
#include "base/error.hpp"
#include "commands/list.hpp"

namespace tracekit::cli {
namespace {

struct MigrateArguments {
  double wait_seconds = 0;
  std::optional<std::string> from;
  bool roles = false;
  bool apply = false;
};

nlohmann::json json_of(const app::MigrateReport& report) {
  nlohmann::json tables = nlohmann::json::array();
  for (const CopyReport::Table& table : report.copied.tables) {
    tables.push_back({{"table", table.name}, {"rows", table.rows}, {"checksum", table.checksum}});
  }
  nlohmann::json document = {{"database", report.database},
                             {"from_version", report.schema.from_version},
                             {"to_version", report.schema.to_version},
                             {"applied", report.schema.applied},
                             {"backup", report.schema.backup.string()},
                             {"copied", std::move(tables)}};
  if (report.taken_over) {
    document["taken_over"] = app::to_json(*report.taken_over);
  }
  return document;
}

std::string text_of(const app::TakenPerson& person) {
  std::string out =
      person.email.empty() ? std::string("For you:\n") : fmt::format("For {}:\n", printable(person.email));
  for (const app::TakenRecords& taken : person.records) {
    out += fmt::format("  {}: {} new, {} changed, {} as they were", provider_title(taken.provider), taken.counts.added,
                       taken.counts.updated, taken.counts.unchanged);
    out += taken.newer_here > 0 ? fmt::format(", {} known better here\n", taken.newer_here) : "\n";
  }
  if (!person.settings.empty()) {
    out += fmt::format("  Settings: {}\n", fmt::join(person.settings, ", "));
  }
  if (!person.credentials.empty()) {
    out += fmt::format("  Sealed: {}\n", fmt::join(person.credentials, ", "));
  }
  if (person.months > 0) {
    out += fmt::format("  {} months that had been pulled; the next pull asks for them again\n", person.months);
  }
  return out.ends_with(":\n") ? out + "  nothing new\n" : out;
}

std::string text_of(const app::OriginalReport& report) {
  std::string out = fmt::format("Taken over from the Python tool's {}.\n", printable(report.location));
  for (const app::TakenPerson& person : report.people) {
    out += text_of(person);
  }
  if (!report.left_out.empty()) {
    out += "Not taken over:\n";
  }
  for (const auto& [place, count] : report.left_out) {
    out += fmt::format("  {}: {}, {}\n", place.first, count, printable(place.second));
  }
  return out;
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
  return report.taken_over ? out + text_of(*report.taken_over) : out;
}

int run_roles(Session& session, const MigrateArguments& arguments) {
  if (!arguments.apply) {
    session.print(app::roles_sql());
    return 0;
  }
  const auto& options = session.options();
  const app::RolesReport report =
      app::apply_roles({options.config, options.database, options.user}, arguments.wait_seconds);
  if (options.json) {
    session.print_json({{"database", report.database}, {"roles", report.roles}});
  } else {
    session.print(fmt::format("{} has the roles {}.\n", printable(report.database), fmt::join(report.roles, ", ")));
  }
  return 0;
}

} // namespace

void add_migrate(CommandLine& command_line) {
  auto arguments = std::make_shared<MigrateArguments>();
  Command& command = command_line.command("migrate", "Create or upgrade the database; copy from another one");
  command.option("--wait", arguments->wait_seconds, "seconds to wait for a server that is still starting")
      .within(0.0, 3600.0);
  command.option("--from", arguments->from,
                 "copy everything from this tracekit database (sqlite:///path or postgresql://...), or take over the "
                 "Python tool's (sqlite:///metadata.sqlite3)");
  command.flag("--roles", arguments->roles, "print the SQL that makes the PostgreSQL roles: migrator, writer, reader");
  command.flag("--apply", arguments->apply, "with --roles: run it, as a database user that may make roles");
  command.runs([arguments](Session& session) {
    if (arguments->apply && !arguments->roles) {
      throw Error(ErrorKind::usage, "--apply is for --roles", "`tracekit migrate` alone changes the schema at once");
    }
    if (arguments->roles && arguments->from) {
      throw Error(ErrorKind::usage, "--roles and --from are two steps", "make the roles first");
    }
    if (arguments->roles) {
      return run_roles(session, *arguments);
    }
    const auto& options = session.options();
    const app::MigrateReport report =
        app::migrate({options.config, options.database, options.user}, arguments->wait_seconds, arguments->from,
                     session.progress(), session.cancellation());
    if (options.json) {
      session.print_json(json_of(report));
    } else {
      session.print(text_of(report));
    }
    return 0;
  });
}

} // namespace tracekit::cli
