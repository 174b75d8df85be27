// SPDX-License-Identifier: MIT
#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.hpp"
#include "manual/declared.hpp"
#include "providers/provider.hpp"
#include "session.hpp"

namespace tracekit::cli {
namespace {

constexpr int exit_usage = 2;

int wrong_usage(const std::string& sentence, std::string_view hint) {
  fmt::print(stderr, "tracekit: {}\n  {}\n", printable(sentence), hint);
  return exit_usage;
}

int no_such_command(std::string_view name) {
  return wrong_usage(fmt::format("there is no command \"{}\"", name), "run `tracekit help` for the list");
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

} // namespace

std::vector<std::string> provider_ids(const std::function<bool(const ProviderInfo&)>& can) {
  std::vector<std::string> ids;
  for (const RegisteredProvider& provider : provider_registry()) {
    if (can(provider.info)) {
      ids.push_back(provider.info.id);
    }
  }
  return ids;
}

std::vector<std::string> provider_ids() {
  return provider_ids([](const ProviderInfo&) { return true; });
}

CommandOption& CommandOption::required() {
  option_->required();
  return *this;
}

CommandOption& CommandOption::within(double least, double most) {
  // CLI11's own range writes 1.000000.
  option_->check(
      [least, most](const std::string& text) {
        const auto value = parse_double(text);
        return value && *value >= least && *value <= most
                   ? std::string()
                   : fmt::format("Value {} not in range {} to {}", text, least, most);
      },
      fmt::format("{} to {}", least, most));
  return *this;
}

CommandOption& CommandOption::one_of(std::initializer_list<std::string> words) {
  option_->check(CLI::IsMember(std::vector<std::string>(words)));
  return *this;
}

CommandOption& CommandOption::such_as(const std::vector<std::string>& words) {
  option_->type_name(fmt::format("TEXT:{{{}}}", fmt::join(words, ",")));
  return *this;
}

CommandOption& CommandOption::separated_by(char sign) {
  option_->delimiter(sign);
  return *this;
}

CommandOption& CommandOption::or_alone(const std::string& value) {
  option_->expected(0, 1)->default_str(value);
  return *this;
}

CommandOption& CommandOption::excludes(const CommandOption& other) {
  option_->excludes(other.option_);
  return *this;
}

void Command::flag(const std::string& name, bool& target, const std::string& description) {
  app_.add_flag(name, target, description);
}

CommandOption Command::option(const std::string& name, std::string& target, const std::string& description) {
  return CommandOption(app_.add_option(name, target, description));
}

CommandOption Command::option(const std::string& name, std::optional<std::string>& target,
                              const std::string& description) {
  return CommandOption(app_.add_option(name, target, description));
}

CommandOption Command::option(const std::string& name, std::vector<std::string>& target,
                              const std::string& description) {
  CLI::Option* option = app_.add_option(name, target, description);
  if (name.starts_with('-')) {
    option->type_size(1)->allow_extra_args(false); // else it would swallow the arguments behind it
  }
  return CommandOption(option);
}

CommandOption Command::option(const std::string& name, std::optional<int>& target, const std::string& description) {
  return CommandOption(app_.add_option(name, target, description));
}

CommandOption Command::option(const std::string& name, std::int64_t& target, const std::string& description) {
  return CommandOption(app_.add_option(name, target, description)->capture_default_str());
}

CommandOption Command::option(const std::string& name, double& target, const std::string& description) {
  return CommandOption(app_.add_option(name, target, description));
}

CommandLine::CommandLine(GlobalOptions& options)
    : root_(std::make_unique<CLI::App>(
          "tracekit brings the training you have in several places into one database you own.", "tracekit")) {
  root_->set_version_flag("--version", "tracekit " TRACEKIT_VERSION);
  root_->set_help_flag("-h,--help", "show this help");
  root_->fallthrough();
  root_->require_subcommand(0, 1); // a command's own words may be those of another command: `jobs add pull`
  add_global_options(*root_, options);
}

CommandLine::~CommandLine() = default;

Command& CommandLine::command(const std::string& name, const std::string& description) {
  CLI::App* app = root_->add_subcommand(name, description);
  return commands_.emplace(app, Command(*app)).first->second;
}

std::optional<int> CommandLine::parse(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "help") {
    // CLI11 would take the second word for a command to run.
    const CLI::App* command = find(argv[2]);
    if (command == nullptr) {
      return no_such_command(argv[2]);
    }
    fmt::print("{}", command->help("tracekit"));
    return 0;
  }
  if (argc > 1 && argv[1][0] != '-' && find(argv[1]) == nullptr) {
    return no_such_command(argv[1]);
  }
  try {
    root_->parse(argc, argv);
  } catch (const CLI::Success& asked) { // for the help or the version
    return root_->exit(asked);
  } catch (const CLI::ParseError& error) {
    return wrong_usage(error.what(), "run `tracekit help` for what there is");
  }
  for (const auto& [app, command] : commands_) {
    if (app->parsed()) {
      chosen_ = &command;
      return std::nullopt;
    }
  }
  return wrong_usage("which command?", "run `tracekit help` for the list");
}

std::string CommandLine::description_of(std::string_view name) const {
  const CLI::App* command = find(std::string(name));
  if (command == nullptr) {
    throw std::out_of_range(std::string(name));
  }
  return command->get_description();
}

std::vector<CommandLine::Line> CommandLine::global_options() const {
  std::vector<Line> lines;
  for (const CLI::Option* option : root_->get_options()) {
    lines.push_back({option->get_name(false, true), option->get_description()});
  }
  return lines;
}

manual::ProgramHelp CommandLine::help() const { return manual::declared(*root_); }

const CLI::App* CommandLine::find(const std::string& name) const {
  const auto found = root_->get_subcommands([&](const CLI::App* command) { return command->get_name() == name; });
  return found.empty() ? nullptr : found.front();
}

} // namespace tracekit::cli
