// SPDX-License-Identifier: MIT
#include "manual/man_page.hpp"

#include <fmt/format.h>

#include <array>

namespace tracekit::manual {
namespace {

/// Text as the man macros want it: signs of theirs are escaped, and what stands `in backticks` is bold.
std::string roff(std::string_view text) {
  std::string out;
  bool bold = false;
  for (const char c : text) {
    if (c == '`') {
      out += bold ? "\\fR" : "\\fB";
      bold = !bold;
    } else if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-"; // else a hyphen that cannot be pasted into a terminal
    } else if (c == '\n') {
      out += ' ';
    } else {
      out += c;
    }
  }
  const bool would_be_a_request = out.starts_with('.') || out.starts_with('\'');
  return would_be_a_request ? "\\&" + out : out;
}

std::string bold(std::string_view text) { return "\\fB" + roff(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + roff(text) + "\\fR"; }

std::string heading(const std::string& page, int section, const std::string& version, const std::string& description) {
  std::string upper;
  for (const char c : page) {
    upper += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return fmt::format(".TH {} {} \"\" \"tracekit {}\" \"{}\"\n.SH NAME\n{} \\- {}\n", roff(upper), section, version,
                     section == 1 ? "User Commands" : "System Administration", roff(page), roff(description));
}

std::string values(const OptionHelp& option) {
  std::string out;
  for (const std::string& word : option.words) {
    out += (out.empty() ? "" : "|") + word;
  }
  return out.empty() ? option.value : out;
}

std::string option_entry(const OptionHelp& option) {
  std::string names;
  for (const std::string& name : option.names) {
    names += (names.empty() ? "" : ", ") + (option.argument ? italic(name) : bold(name));
  }
  if (!option.value.empty()) {
    names += " " + italic(values(option));
  }
  const std::string usual = option.usual.empty() ? "" : roff(fmt::format(" (default: {})", option.usual));
  return fmt::format(".TP\n{}\n{}{}\n", names, option.description.empty() ? "\\&" : roff(option.description), usual);
}

std::string section(std::string_view title, const std::vector<OptionHelp>& options, bool arguments) {
  std::string out;
  for (const OptionHelp& option : options) {
    if (option.argument == arguments) {
      out += option_entry(option);
    }
  }
  return out.empty() ? out : fmt::format(".SH {}\n{}", title, out);
}

std::string synopsis(const std::string& typed, const CommandHelp& command, bool has_commands) {
  std::string line = bold(typed) + " [" + italic("options") + "]";
  for (const OptionHelp& option : command.options) {
    if (option.argument) {
      const std::string name = italic(option.names.front()) + (option.repeatable ? " ..." : "");
      line += option.required ? " " + name : " [" + name + "]";
    }
  }
  return ".SH SYNOPSIS\n" + line + (has_commands ? " " + italic("command") : "") + "\n";
}

/// As docs/reference/exit-codes.md tells them.
struct ExitCode {
  int code;
  std::string_view means;
  bool of_server; ///< a program that serves ends with it, too
};
constexpr std::array exit_codes{
    ExitCode{0, "done, also when there was nothing to do", true},
    ExitCode{1, "failed", true},
    ExitCode{2, "wrong usage or settings; nothing was begun", true},
    ExitCode{3, "done in part: some providers, files or changes failed, the rest is stored", false},
    ExitCode{4, "rate limited, try later", false},
    ExitCode{5, "sign-in needed", false},
    ExitCode{6, "`sync-month --check` found differences", false},
    ExitCode{130, "interrupted: a signal, or the end of the input at a question that needs an answer", false},
};

std::string exit_status(bool serves) {
  std::string out = ".SH EXIT STATUS\n";
  for (const ExitCode& code : exit_codes) {
    if (code.of_server || !serves) {
      out += fmt::format(".TP\n.B {}\n{}\n", code.code, roff(code.means));
    }
  }
  return out;
}

constexpr std::string_view files = R"(.SH FILES
.TP
.I ~/.config/tracekit/tracekit_config.json
settings, where no file is named and none is in the working directory
.TP
.I ~/.local/share/tracekit/
database, activity files, and the key that seals secrets
.SH ENVIRONMENT
Every setting has a variable:
.B TRACEKIT_
and its name in capitals. The database is also
.BR DATABASE_URL .
Each variable
.I NAME
may be replaced by
.IR NAME _FILE,
which names a file that holds the value.
)";
constexpr std::string_view colours = ".B NO_COLOR\nturns colours off.\n";

std::string list_of(const std::vector<CommandHelp>& commands, const std::string& program) {
  std::string out = ".SH COMMANDS\n";
  for (const CommandHelp& command : commands) {
    out += fmt::format(".TP\n{}\n{}.\nSee\n.BR {} (1).\n", bold(command.name), roff(command.description),
                       roff(program + "-" + command.name));
  }
  return out;
}

std::string page_of(const ProgramHelp& program, const std::string& version, int section_number) {
  const CommandHelp& itself = program.itself;
  std::string out = heading(itself.name, section_number, version, itself.description);
  out += synopsis(itself.name, itself, !program.commands.empty());
  out += section("ARGUMENTS", itself.options, true) + section("OPTIONS", itself.options, false);
  const bool serves = program.commands.empty();
  out += serves ? "" : list_of(program.commands, itself.name);
  out += exit_status(serves);
  out += files;
  out += serves ? "" : colours;
  return out + ".SH SEE ALSO\n.BR " + (serves ? "tracekit (1)" : "tracekit\\-web (8)") + "\n";
}

std::string page_of(const CommandHelp& command, const std::string& program, const std::string& version) {
  std::string out = heading(program + "-" + command.name, 1, version, command.description);
  out += synopsis(program + " " + command.name, command, false);
  out += section("ARGUMENTS", command.options, true) + section("OPTIONS", command.options, false);
  return out + fmt::format(".PP\nThe options of every command are in\n.BR {0} (1).\n.SH SEE ALSO\n.BR {0} (1)\n",
                           roff(program));
}

} // namespace

std::vector<ManPage> man_pages(const ProgramHelp& program, const std::string& version, int section) {
  std::vector<ManPage> pages{{fmt::format("{}.{}", program.itself.name, section), page_of(program, version, section)}};
  for (const CommandHelp& command : program.commands) {
    pages.push_back(
        {fmt::format("{}-{}.1", program.itself.name, command.name), page_of(command, program.itself.name, version)});
  }
  return pages;
}

} // namespace tracekit::manual
