// SPDX-License-Identifier: MIT
#include "app/pull.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/app.hpp"
#include "base/error.hpp"
#include "commands/list.hpp"
#include "day_arguments.hpp"
#include "output/table.hpp"
#include "providers/provider.hpp"

namespace tracekit::cli {
namespace {

struct PullArguments {
  std::optional<std::string> date;
  std::optional<std::string> from;
  std::optional<std::string> to;
  std::vector<std::string> providers;
  bool force = false;
};

app::PullOptions options_of(const PullArguments& arguments) {
  app::PullOptions options{{}, {}, arguments.providers, arguments.force};
  if (arguments.date) {
    const Month month = Month::parse(*arguments.date);
    options.from = month.first_day();
    options.to = month.last_day();
  }
  if (arguments.from) {
    options.from = day_argument(*arguments.from, "--from");
  }
  if (arguments.to) {
    options.to = day_argument(*arguments.to, "--to");
  }
  for (const std::string& provider : options.providers) {
    registered_provider(provider);
  }
  return options;
}

std::string outcome_of(const app::ProviderPull& provider) {
  if (provider.skipped || provider.failed) {
    return provider.message;
  }
  if (provider.sources_read == 0 && provider.added + provider.updated + provider.deleted == 0) {
    return fmt::format("nothing new ({} as when they were read)",
                       provider.sources_seen == 1 ? "it is" : fmt::format("all {} are", provider.sources_seen));
  }
  std::string text =
      fmt::format("{} new, {} changed, {} as before", provider.added, provider.updated, provider.unchanged);
  if (provider.deleted > 0) {
    text += fmt::format(", {} gone", provider.deleted);
  }
  if (provider.sources_seen > 0) {
    text += fmt::format(" ({} of {} read)", provider.sources_read, provider.sources_seen);
  }
  return text;
}

std::string text_of(const app::PullReport& report, const Terminal& terminal) {
  Table table({{"Provider"}, {"Result", Align::left, 30, true}});
  for (const app::ProviderPull& provider : report.providers) {
    const Style style = provider.failed ? Style::red : provider.skipped ? Style::dim : Style::plain;
    table.add({{provider_title(provider.provider), style}, {outcome_of(provider), style}});
  }
  return table.render(terminal);
}

constexpr std::size_t failures_shown = 10;

/// Said even when quiet: a job that fails must not fail silently.
void say_stopped(const app::PullReport& report) {
  for (const app::ProviderPull& provider : report.providers) {
    if (provider.failed && provider.failed != ErrorKind::interrupted) {
      fmt::print(stderr, "tracekit: {}: {}\n", provider.provider, printable(provider.message));
      if (!provider.hint.empty()) {
        fmt::print(stderr, "  {}\n", printable(provider.hint));
      }
    }
  }
}

void say_failures(Session& session, const app::PullReport& report) {
  for (const app::ProviderPull& provider : report.providers) {
    for (std::size_t i = 0; i < provider.failures.size() && i < failures_shown; ++i) {
      session.say(provider.failures[i].reason);
    }
    if (provider.failures.size() > failures_shown) {
      session.say(
          fmt::format("and {} more; `tracekit pull --json` names them all", provider.failures.size() - failures_shown));
    }
    for (const std::string& warning : provider.warnings) {
      session.say(warning);
    }
  }
}

int run_pull(Session& session, const PullArguments& arguments) {
  const app::PullOptions options = options_of(arguments);
  const app::PullReport report = app::pull(session.app(), options);
  if (session.options().json) {
    session.print_json(app::to_json(report));
  } else {
    say_failures(session, report);
    if (!session.options().quiet) {
      session.print(text_of(report, session.terminal()));
    }
  }
  say_stopped(report);
  session.cancellation().check();
  return report.exit_code();
}

} // namespace

void add_pull(CommandLine& command_line) {
  auto arguments = std::make_shared<PullArguments>();
  Command& command = command_line.command("pull", "Fetch records from your providers; without a date, everything new");
  const CommandOption date = command.option("--date", arguments->date, "one month, YYYY-MM");
  command.option("--from", arguments->from, "first day, YYYY-MM-DD").excludes(date);
  command.option("--to", arguments->to, "last day, YYYY-MM-DD").excludes(date);
  command.option("--provider", arguments->providers, "only this provider (may be repeated)").such_as(provider_ids());
  command.flag("--force", arguments->force, "look at everything again, unchanged or not");
  command.runs([arguments](Session& session) { return run_pull(session, *arguments); });
}

} // namespace tracekit::cli
