// SPDX-License-Identifier: MIT
#include "app/reset.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/app.hpp"
#include "base/error.hpp"
#include "commands/list.hpp"
#include "output/ask.hpp"

namespace tracekit::cli {
namespace {

struct ResetArguments {
  std::optional<std::string> date;
  std::optional<std::string> provider;
  bool force = false;
};

int run_reset(Session& session, const ResetArguments& arguments) {
  const auto month = arguments.date ? std::optional(Month::parse(*arguments.date)) : std::nullopt;
  if (!month && !arguments.provider && !arguments.force) {
    if (!session.terminal().interactive) {
      throw Error(ErrorKind::usage, "this would forget everything that was pulled, and there is no terminal to ask on",
                  "add --force if you mean it");
    }
    std::string answer;
    ask_line("This forgets everything that was pulled (files and providers keep theirs). Type yes to go on:", answer);
    if (answer != "yes") {
      session.say("Nothing was forgotten.");
      return 0;
    }
  }
  const app::ResetReport report = app::reset(session.app(), arguments.provider, month);
  if (session.options().json) {
    session.print_json(nlohmann::json{{"records", report.records}, {"months", report.months}});
  } else {
    session.print(fmt::format("Forgot {} records. `tracekit pull` fetches them again.\n", report.records));
  }
  return 0;
}

} // namespace

void add_reset(CommandLine& command_line) {
  auto arguments = std::make_shared<ResetArguments>();
  Command& command = command_line.command("reset", "Forget pulled data, never files or what providers hold");
  command.option("--date", arguments->date, "only this month, YYYY-MM");
  command.option("--provider", arguments->provider, "only this provider").such_as(provider_ids());
  command.flag("--force", arguments->force, "do not ask, even when it is everything");
  command.runs([arguments](Session& session) { return run_reset(session, *arguments); });
}

} // namespace tracekit::cli
