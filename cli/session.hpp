// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/cancellation.hpp"
#include "output/progress_bar.hpp"
#include "output/terminal.hpp"

namespace tracekit::app {
class App;
}

namespace tracekit::cli {

/// The options that every command takes.
struct GlobalOptions {
  std::optional<std::filesystem::path> config;
  std::optional<std::string> database;
  std::optional<std::string> user;
  bool json = false;
  ColourMode colour = ColourMode::automatic;
  bool verbose = false;
  bool quiet = false;
};

/// One run of the program: its options, its terminal and, for commands that need it, the opened application.
class Session {
public:
  Session(GlobalOptions options, Cancellation& cancellation);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  [[nodiscard]] const GlobalOptions& options() const { return options_; }
  [[nodiscard]] const Terminal& terminal() const { return terminal_; }
  [[nodiscard]] ProgressBar& progress() { return progress_; }
  [[nodiscard]] Cancellation& cancellation() { return cancellation_; }

  /// The application with settings read and database open; opened at the first call, since `help`
  /// and `inspect` need neither.
  app::App& app();

  /// Writes to stdout. Throws Error(input) when it is gone (a full disk, a closed pipe).
  void print(std::string_view text);
  /// Prints one JSON document, indented on a terminal.
  void print_json(const nlohmann::json& document);
  /// Sends what was printed on its way; fails like `print`.
  void flush();
  /// One line for the person, on stderr.
  void say(std::string_view line);

private:
  GlobalOptions options_;
  Cancellation& cancellation_;
  Terminal terminal_;
  ProgressBar progress_;
  std::unique_ptr<app::App> app_;
};

} // namespace tracekit::cli
