// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "manual/completion.hpp"

namespace tracekit::manual {
namespace {

std::string in_quotes(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'' || c == '\\') {
      out += '\\';
    }
    out += c == '\n' ? ' ' : c;
  }
  return "'" + out + "'";
}

std::string listed(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    out += (out.empty() ? "" : " ") + word;
  }
  return in_quotes(out);
}

/// `-l verbose` for `--verbose`, `-s v` for `-v`.
std::string names_of(const OptionHelp& option) {
  std::string out;
  for (const std::string& name : option.names) {
    out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  return out;
}

std::string option_lines(const std::string& program, const CommandHelp& command, const std::string& condition) {
  std::string out;
  for (const OptionHelp& option : command.options) {
    if (option.argument && option.words.empty()) {
      continue; // files are what the shell offers by itself
    }
    out += fmt::format("complete -c {}{}", program, condition);
    out += option.argument ? " -f" : names_of(option);
    out += option.value.empty() ? "" : option.words.empty() ? " -r" : " -x";
    out += option.words.empty() ? "" : " -a " + listed(option.words);
    out += " -d " + in_quotes(option.description) + "\n";
  }
  return out;
}

} // namespace

std::string fish_completion(const ProgramHelp& program) {
  const std::string& name = program.itself.name;
  std::string out = fmt::format("# fish completion for {}\n", name);
  out += option_lines(name, program.itself, "");
  std::vector<std::string> all;
  for (const CommandHelp& command : program.commands) {
    all.push_back(command.name);
    out += fmt::format("complete -c {} -n __fish_use_subcommand -f -a {} -d {}\n", name, command.name,
                       in_quotes(command.description));
    out += option_lines(name, without_common(command, program),
                        fmt::format(" -n '__fish_seen_subcommand_from {}'", command.name));
  }
  return all.empty()
             ? out
             : out + fmt::format("complete -c {} -n '__fish_seen_subcommand_from help' -f -a {}\n", name, listed(all));
}

} // namespace tracekit::manual
