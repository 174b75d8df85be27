// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "manual/completion.hpp"

namespace tracekit::manual {
namespace {

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const std::string& word : words) {
    out += (out.empty() ? "" : std::string(between)) + word;
  }
  return out;
}

/// All that may be typed next: options, the known values of arguments.
std::vector<std::string> next_words(const CommandHelp& command) {
  std::vector<std::string> words;
  for (const OptionHelp& option : command.options) {
    const std::vector<std::string>& typed = option.argument ? option.words : option.names;
    words.insert(words.end(), typed.begin(), typed.end());
  }
  return words;
}

/// Options whose value would be taken for the command otherwise.
std::string with_value(const CommandHelp& command) {
  std::vector<std::string> names;
  for (const OptionHelp& option : command.options) {
    if (!option.value.empty()) {
      names.insert(names.end(), option.names.begin(), option.names.end());
    }
  }
  return joined(names, "|");
}

/// What stands behind an option: its known values, or nothing, whereupon the shell offers files.
std::string values(const CommandHelp& command, const std::string& where) {
  std::string out;
  for (const OptionHelp& option : command.options) {
    if (option.value.empty()) {
      continue;
    }
    std::vector<std::string> patterns;
    for (const std::string& name : option.names) {
      patterns.push_back(fmt::format("{}:{}", where, name));
    }
    out += fmt::format("    {}) COMPREPLY=($(compgen -W '{}' -- \"$typed\")); return ;;\n", joined(patterns, "|"),
                       joined(option.words, " "));
  }
  return out;
}

} // namespace

std::string bash_completion(const ProgramHelp& program) {
  const CommandHelp& itself = program.itself;
  std::vector<std::string> first = next_words(itself);
  std::vector<std::string> names;
  std::string behind;
  std::string next;
  for (const CommandHelp& command : program.commands) {
    names.push_back(command.name);
    behind += values(command, command.name);
    next +=
        fmt::format("    {}) words='{}' ;;\n", command.name, joined(next_words(without_common(command, program)), " "));
  }
  const std::string globals = joined(first, " ");
  first.insert(first.begin(), names.begin(), names.end());
  return fmt::format(R"(# bash completion for {0}
_{0}() {{
  local typed=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} command='' words='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${{COMP_WORDS[i]}} in
    {1}) i=$((i + 1)) ;;
    -*) ;;
    *) command=${{COMP_WORDS[i]}}; break ;;
    esac
  done
  COMPREPLY=()
  case $command:$before in
{2}{3}  esac
  case $command in
    '') words='{5}' ;;
{6}  esac
  [[ $command == help ]] && words+=' {4}'
  [[ $command && $typed == -* ]] && words+=' {7}'
  COMPREPLY=($(compgen -W "$words" -- "$typed"))
}}
complete -o default -F _{0} {0}
)",
                     itself.name, with_value(itself), behind, values(itself, "*"), joined(names, " "),
                     joined(first, " "), next, globals);
}

} // namespace tracekit::manual
