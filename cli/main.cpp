// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <cstdio>
#include <exception>

#include "app/limits.hpp"
#include "base/error.hpp"
#include "base/memory.hpp"
#include "base/operator_log.hpp"
#include "base/text.hpp"
#include "command_line.hpp"
#include "commands/list.hpp"
#include "output/ask.hpp"
#include "session.hpp"

namespace tracekit::cli {
namespace {

Cancellation& cancellation() {
  static Cancellation instance;
  return instance;
}

/// The first signal asks the work to stop at a safe place; the second kills, as people expect.
extern "C" void on_signal(int number) {
  cancellation().request();
  interrupt_questions();
  std::signal(number, SIG_DFL);
}

void report(const Error& error, const GlobalOptions& options) {
  std::fflush(stdout);
  if (options.json) {
    const nlohmann::json document = {
        {"error", {{"kind", to_string(error.kind())}, {"message", error.what()}, {"hint", error.hint()}}}};
    fmt::print(stderr, "{}\n", document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    return;
  }
  const std::string mark = priority_mark(LogLevel::error, stderr);
  fmt::print(stderr, "{}tracekit: {}\n", mark, printable(error.what()));
  if (!error.hint().empty()) {
    fmt::print(stderr, "{}  {}\n", mark, printable(error.hint()));
  }
}

int run(int argc, char** argv) {
  GlobalOptions options;
  CommandLine line(options);
  add_commands(line);
  if (const std::optional<int> code = line.parse(argc, argv)) {
    return *code;
  }
  Session session(options, cancellation());
  try {
    const int code = line.chosen().run()(session);
    session.flush();
    return code;
  } catch (const RateLimited& error) {
    report(Error(error.kind(), error.what(), app::hint_of(session.app(), error)), options);
    return exit_code(error.kind());
  } catch (const Error& error) {
    report(error, options);
    return exit_code(error.kind());
  }
}

} // namespace
} // namespace tracekit::cli

int main(int argc, char** argv) {
  tracekit::keep_freed_memory();
  tracekit::cli::make_questions_interruptible();
  struct sigaction stop{};
  stop.sa_handler = tracekit::cli::on_signal; // without SA_RESTART, so that waiting calls return
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
