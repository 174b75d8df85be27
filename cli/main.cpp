// SPDX-License-Identifier: MIT
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <cstdio>
#include <exception>

#include "base/error.hpp"
#include "base/text.hpp"
#include "commands/list.hpp"
#include "session.hpp"

namespace tracekit::cli {
namespace {

constexpr int exit_usage = 2;

Cancellation& cancellation() {
  static Cancellation instance;
  return instance;
}

/// The first signal asks the work to stop at a safe place; the second kills, as people expect.
extern "C" void on_signal(int number) {
  cancellation().request();
  std::signal(number, SIG_DFL);
}

void add_global_options(CLI::App& root, GlobalOptions& options) {
  static const std::map<std::string, ColourMode> colours{
      {"auto", ColourMode::automatic}, {"always", ColourMode::always}, {"never", ColourMode::never}};
  root.add_option("--config", options.config,
                  "settings file (default: ./tracekit_config.json, else the one in ~/.config/tracekit)");
  root.add_option("--db", options.database, "database: sqlite:///path or postgresql://...");
  root.add_option("--user", options.user, "act as this user instead of the owner");
  root.add_flag("--json", options.json, "print JSON for scripts");
  root.add_option_function<std::string>(
          "--color", [&options](const std::string& word) { options.colour = colours.at(word); },
          "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  root.add_flag("-v,--verbose", options.verbose, "say more");
  root.add_flag("-q,--quiet", options.quiet, "say only what failed");
}

void report(const Error& error, const GlobalOptions& options) {
  std::fflush(stdout);
  if (options.json) {
    const nlohmann::json document = {
        {"error", {{"kind", to_string(error.kind())}, {"message", error.what()}, {"hint", error.hint()}}}};
    fmt::print(stderr, "{}\n", document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    return;
  }
  fmt::print(stderr, "tracekit: {}\n", printable(error.what()));
  if (!error.hint().empty()) {
    fmt::print(stderr, "  {}\n", printable(error.hint()));
  }
}

int parse(CLI::App& root, int argc, char** argv) {
  try {
    root.parse(argc, argv);
    return -1;
  } catch (const CLI::CallForHelp& help) {
    return root.exit(help);
  } catch (const CLI::CallForAllHelp& help) {
    return root.exit(help);
  } catch (const CLI::CallForVersion& version) {
    return root.exit(version);
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "tracekit: {}\n  run `tracekit help` for what there is\n", printable(error.what()));
    return exit_usage;
  }
}

int run(int argc, char** argv) {
  CLI::App root("tracekit brings the training you have in several places into one database you own.", "tracekit");
  root.set_version_flag("--version", "tracekit " TRACEKIT_VERSION);
  root.set_help_flag("-h,--help", "show this help");
  root.fallthrough();
  GlobalOptions options;
  add_global_options(root, options);
  Commands commands(root);
  add_commands(commands);
  if (argc == 3 && std::string_view(argv[1]) == "help") {
    // CLI11 would take the second word for a command to run.
    if (const CLI::App* command = find_command(root, argv[2])) {
      fmt::print("{}", command->help("tracekit"));
      return 0;
    }
    fmt::print(stderr, "tracekit: there is no command \"{}\"\n  run `tracekit help` for the list\n",
               printable(argv[2]));
    return exit_usage;
  }
  if (argc > 1 && argv[1][0] != '-' && find_command(root, argv[1]) == nullptr) {
    fmt::print(stderr, "tracekit: there is no command \"{}\"\n  run `tracekit help` for the list\n",
               printable(argv[1]));
    return exit_usage;
  }
  if (const int code = parse(root, argc, argv); code >= 0) {
    return code;
  }
  const Commands::Run* chosen = commands.chosen();
  if (chosen == nullptr) {
    fmt::print(stderr, "tracekit: which command?\n  run `tracekit help` for the list\n");
    return exit_usage;
  }
  try {
    Session session(options, cancellation());
    const int code = (*chosen)(session);
    session.flush();
    return code;
  } catch (const Error& error) {
    report(error, options);
    return exit_code(error.kind());
  }
}

} // namespace
} // namespace tracekit::cli

int main(int argc, char** argv) {
  struct sigaction stop{};
  stop.sa_handler =
      tracekit::cli::on_signal; // without SA_RESTART: a question that waits for an answer is interrupted too
  sigaction(SIGINT, &stop, nullptr);
  sigaction(SIGTERM, &stop, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return tracekit::cli::run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "tracekit: internal error: {}\n  please report it, with the command and this line\n",
               error.what());
    return 1;
  }
}
