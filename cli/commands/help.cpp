// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "commands/list.hpp"

namespace tracekit::cli {
namespace {

/// Commands under what a person wants to do.
struct Topic {
  std::string_view title;
  std::vector<std::string_view> commands;
};

const std::vector<Topic>& topics() {
  static const std::vector<Topic> all{
      {"Start", {"configure", "auth", "secrets", "doctor", "demo", "migrate", "completion"}},
      {"Every month", {"pull", "calendar", "sync-month", "status"}},
      {"Look", {"show", "activities", "gear", "inspect", "convert"}},
      {"The same workout?", {"review", "why", "link", "unlink", "ignore"}},
      {"Changes", {"history", "undo", "upload"}},
      {"In the background", {"worker", "jobs", "schedule", "notifications"}},
      {"Data", {"import", "load", "export", "backup", "restore", "check", "reparse", "reset", "users"}},
      {"Server", {"web", "token", "webhooks"}},
  };
  return all;
}

std::string overview(const CommandLine& line, bool colour) {
  std::string out = "tracekit brings the training you have in several places into one database you own,\n"
                    "shows month by month what is missing or differs, and fixes it when you approve.\n\n"
                    "Usage: tracekit [options] <command>\n";
  for (const Topic& topic : topics()) {
    out += "\n" + styled(topic.title, Style::bold, colour) + "\n";
    for (const std::string_view name : topic.commands) {
      out += fmt::format("  {:<14} {}\n", name, line.description_of(name));
    }
  }
  out += "\n" + styled("Options of every command", Style::bold, colour) + "\n";
  for (const auto& [name, description] : line.global_options()) {
    out += fmt::format("  {:<18} {}\n", name, description);
  }
  out += "\n" + styled("Exit codes", Style::bold, colour) +
         "\n  0 done · 1 failed · 2 wrong usage or settings · 3 done in part · 4 rate limited · 5 sign-in needed\n"
         "  6 --check found differences · 130 interrupted\n\n"
         "`tracekit help COMMAND` tells more. `tracekit demo` shows everything with made-up data.\n";
  return out;
}

} // namespace

void add_help(CommandLine& command_line) {
  command_line.command("help", "Show what there is; `help COMMAND` shows how one command is used")
      .runs([&command_line](Session& session) {
        session.print(overview(command_line, session.terminal().colour));
        return 0;
      });
}

} // namespace tracekit::cli
