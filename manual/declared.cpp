// SPDX-License-Identifier: MIT
#include "manual/declared.hpp"

#include <CLI/CLI.hpp>

#include <string_view>

namespace tracekit::manual {
namespace {

/// CLI11 tells the values of an option as `TEXT:{auto,always,never}`.
std::vector<std::string> words_in(std::string_view type) {
  const auto first = type.find('{');
  const auto last = type.rfind('}');
  if (first == std::string_view::npos || last == std::string_view::npos) {
    return {};
  }
  return CLI::detail::split(std::string(type.substr(first + 1, last - first - 1)), ',');
}

OptionHelp option_help(const CLI::Option& option) {
  OptionHelp help;
  const std::string type = option.get_type_name();
  help.description = option.get_description();
  help.words = words_in(type);
  help.argument = option.get_positional();
  help.required = option.get_required();
  help.repeatable = option.get_items_expected_max() > 1;
  if (help.argument) {
    help.names.push_back(option.get_name(true));
    return help;
  }
  for (const std::string& name : option.get_snames()) {
    help.names.push_back("-" + name);
  }
  for (const std::string& name : option.get_lnames()) {
    help.names.push_back("--" + name);
  }
  if (option.get_items_expected_max() > 0) {
    help.value = type.substr(0, type.find(':'));
    help.usual = option.get_items_expected_min() > 0 ? option.get_default_str() : ""; // else it is the value when alone
  }
  return help;
}

CommandHelp command_help(const CLI::App& app) {
  CommandHelp help{app.get_name(), app.get_description(), {}};
  for (const CLI::Option* option : app.get_options()) {
    help.options.push_back(option_help(*option));
  }
  return help;
}

} // namespace

ProgramHelp declared(const CLI::App& program) {
  ProgramHelp help{command_help(program), {}};
  for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; })) {
    help.commands.push_back(command_help(*command));
  }
  return help;
}

} // namespace tracekit::manual
