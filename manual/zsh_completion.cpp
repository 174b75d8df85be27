// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "manual/completion.hpp"

namespace tracekit::manual {
namespace {

/// Inside of single quotes, where these signs have a meaning for _arguments and _describe.
std::string quoted(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else if (c == '[' || c == ']' || c == ':' || c == '\\') {
      out += {'\\', c};
    } else {
      out += c == '\n' ? ' ' : c;
    }
  }
  return out;
}

std::string action(const OptionHelp& option) {
  if (option.words.empty()) {
    return "_files";
  }
  std::string words;
  for (const std::string& word : option.words) {
    words += (words.empty() ? "" : " ") + word;
  }
  return "(" + words + ")";
}

/// The specifications of _arguments, one a line.
std::string specifications(const CommandHelp& command, std::string_view indent) {
  std::string out;
  for (const OptionHelp& option : command.options) {
    if (option.argument) {
      out += fmt::format(" \\\n{}'{}:{}:{}'", indent, option.repeatable ? "*" : "", quoted(option.names.front()),
                         action(option));
    }
    for (const std::string& name : option.argument ? std::vector<std::string>() : option.names) {
      out += fmt::format(" \\\n{}'{}{}[{}]", indent, option.repeatable ? "*" : "", name, quoted(option.description));
      out += option.value.empty() ? "'" : fmt::format(":{}:{}'", quoted(option.value), action(option));
    }
  }
  return out;
}

} // namespace

std::string zsh_completion(const ProgramHelp& program) {
  std::string commands;
  std::string cases;
  for (const CommandHelp& command : program.commands) {
    commands += fmt::format("    '{}:{}'\n", command.name, quoted(command.description));
    cases += command.name == "help"
                 ? "        help) _describe -t commands command commands ;;\n"
                 : fmt::format("        {}) _arguments{} ;;\n", command.name, specifications(command, "          "));
  }
  const std::string options = specifications(program.itself, "    ");
  const std::string body = program.commands.empty() ? fmt::format("  _arguments{}\n", options)
                                                    : fmt::format(R"(  local curcontext=$curcontext state line
  typeset -A opt_args
  local -a commands=(
{}  )
  _arguments -C{} \
    '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe -t commands command commands ;;
    argument)
      case $words[1] in
{}      esac ;;
  esac
)",
                                                                  commands, options, cases);
  return fmt::format(R"(#compdef {0}
_{0}() {{
{1}}}
if [ "$funcstack[1]" = "_{0}" ]; then
  _{0} "$@"
else
  compdef _{0} {0}
fi
)",
                     program.itself.name, body);
}

} // namespace tracekit::manual
