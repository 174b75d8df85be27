// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "manual/program_help.hpp"

namespace CLI { // NOLINT(readability-identifier-naming): CLI11's
class App;
class Option;
} // namespace CLI

namespace tracekit {
struct ProviderInfo;
}

namespace tracekit::cli {

class Session;
struct GlobalOptions;

/// One declared option or argument of a command. Values that do not fit end the program as wrong usage.
class CommandOption {
public:
  explicit CommandOption(CLI::Option* option) : option_(option) {}
  CommandOption& required();
  CommandOption& within(double least, double most);
  CommandOption& one_of(std::initializer_list<std::string> words);
  /// Words that help and completions show. Others are taken, too: the command refuses them itself, with a better
  /// sentence.
  CommandOption& such_as(const std::vector<std::string>& words);
  /// `a,b` are two values.
  CommandOption& separated_by(char sign);
  /// May stand without a value, which then is this one.
  CommandOption& or_alone(const std::string& value);
  /// Not together with the other one.
  CommandOption& excludes(const CommandOption& other);

private:
  CLI::Option* option_;
};

/// The ids of the providers that can do something, for `such_as`.
std::vector<std::string> provider_ids(const std::function<bool(const ProviderInfo&)>& can);
std::vector<std::string> provider_ids();

/// One command: what it takes and what it runs. Commands see this class and not CLI11, which alone takes several
/// seconds of every source that includes it.
class Command {
public:
  /// Returns the process exit code.
  using Run = std::function<int(Session&)>;

  explicit Command(CLI::App& app) : app_(app) {}

  void flag(const std::string& name, bool& target, const std::string& description);
  /// `--name VALUE`, or an argument without a name when it does not begin with a dash. Lists take one value each time
  /// that a named option is given, and all that follow as an argument. The target has to outlive the parsing.
  CommandOption option(const std::string& name, std::string& target, const std::string& description);
  CommandOption option(const std::string& name, std::optional<std::string>& target, const std::string& description);
  CommandOption option(const std::string& name, std::vector<std::string>& target, const std::string& description);
  CommandOption option(const std::string& name, std::optional<int>& target, const std::string& description);
  CommandOption option(const std::string& name, std::int64_t& target, const std::string& description);
  CommandOption option(const std::string& name, double& target, const std::string& description);

  void runs(Run run) { run_ = std::move(run); }
  [[nodiscard]] const Run& run() const { return run_; }

private:
  CLI::App& app_;
  Run run_;
};

/// The whole command line: the options of every command, and the commands.
class CommandLine {
public:
  struct Line {
    std::string name;
    std::string description;
  };

  explicit CommandLine(GlobalOptions& options);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  Command& command(const std::string& name, const std::string& description);

  /// Reads the arguments. Returns the exit code when there is nothing to run (help was asked for, wrong usage; what
  /// there is to say has been said), else nothing, and `chosen` tells what to run.
  std::optional<int> parse(int argc, char** argv);
  [[nodiscard]] const Command& chosen() const { return *chosen_; }

  /// Throws std::out_of_range when there is no such command.
  [[nodiscard]] std::string description_of(std::string_view name) const;
  [[nodiscard]] std::vector<Line> global_options() const;
  /// All of it, for manual pages and completions.
  [[nodiscard]] manual::ProgramHelp help() const;

private:
  [[nodiscard]] const CLI::App* find(const std::string& name) const;

  std::unique_ptr<CLI::App> root_;
  std::map<const CLI::App*, Command> commands_;
  const Command* chosen_ = nullptr;
};

} // namespace tracekit::cli
