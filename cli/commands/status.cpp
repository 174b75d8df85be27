// SPDX-License-Identifier: MIT
#include "app/status.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/app.hpp"
#include "base/moment.hpp"
#include "commands/list.hpp"
#include "output/table.hpp"
#include "output/words.hpp"

namespace tracekit::cli {
namespace {

std::string size_words(std::uint64_t bytes) {
  const double megabytes = static_cast<double>(bytes) / 1e6;
  return megabytes < 1 ? fmt::format("{:.0f} kB", megabytes * 1000) : fmt::format("{:.1f} MB", megabytes);
}

std::string local_minute(EpochSeconds at, const TimeZone& home) {
  std::string text = format_wall(home.to_wall(at)).substr(0, 16);
  text[10] = ' ';
  return text;
}

Table::Cell result_of(const store::ProviderStatus& last, EpochSeconds now, const TimeZone& home) {
  if (last.rate_limited_until && *last.rate_limited_until > now) {
    return {"✗ limit until " + moment_words(*last.rate_limited_until, now, home), Style::red};
  }
  return last.succeeded ? Table::Cell{"✓ done", Style::green} : Table::Cell{"✗ " + last.message, Style::red};
}

std::string text_of(const app::Status& status, const TimeZone& home, EpochSeconds now, const Terminal& terminal) {
  Table table({{"Provider"}, {"Records", Align::right}, {"Last operation"}, {"Result", Align::left, 12, true}});
  for (const app::ProviderStanding& standing : status.providers) {
    const Style style = standing.enabled ? Style::plain : Style::dim;
    std::string last = "—";
    Table::Cell result;
    if (standing.last) {
      last = standing.last->operation + " " + local_minute(standing.last->at, home);
      result = result_of(*standing.last, now, home);
    }
    table.add({{standing.title + (standing.enabled ? "" : " (off)"), style},
               {with_thousands(standing.records), style},
               {last, style},
               result});
  }
  std::string out = table.render(terminal);
  out += fmt::format("\n{} activities", with_thousands(status.activities));
  if (status.latest) {
    const auto start = local_start(*status.latest, home);
    std::string when = start ? format_wall(*start) : "no date";
    when = status.latest->date_only ? when.substr(0, 10) : when.substr(0, 16);
    std::replace(when.begin(), when.end(), 'T', ' ');
    out += fmt::format(", the latest: {} {}", when, printable(status.latest->name));
  }
  out += fmt::format("\nDatabase {} ({}, schema {})\n", printable(status.database), size_words(status.database_bytes),
                     status.schema_version);
  for (const std::string& line : status.attention) {
    out += styled("! " + printable(line), Style::yellow, terminal.colour) + "\n";
  }
  return out;
}

} // namespace

void add_status(CommandLine& command_line) {
  Command& command = command_line.command("status", "Show providers, database and what needs your attention");
  command.runs([](Session& session) {
    const app::Status status = app::status(session.app());
    if (session.options().json) {
      session.print_json(app::to_json(status));
    } else {
      session.print(text_of(status, session.app().home(), session.app().now(), session.terminal()));
    }
    return 0;
  });
}

} // namespace tracekit::cli
