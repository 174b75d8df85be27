// SPDX-License-Identifier: MIT
#include "manual/man_page.hpp"

#include <fmt/format.h>

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
  return fmt::format(".TP\n{}\n{}\n", names, option.description.empty() ? "\\&" : roff(option.description));
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

constexpr std::string_view exit_status = R"(.SH EXIT STATUS
.TP
.B 0
done
.TP
.B 1
failed
.TP
.B 2
wrong usage or settings
.TP
.B 3
done in part: some providers failed, the rest is stored
.TP
.B 4
rate limited, try later
.TP
.B 5
sign\-in needed
.TP
.B 6
.B \-\-check
found differences
.TP
.B 130
interrupted
)";

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
.B NO_COLOR
turns colours off.
)";

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
  if (program.commands.empty()) {
    return out + ".SH SEE ALSO\n.BR tracekit (1)\n";
  }
  out += list_of(program.commands, itself.name);
  out += exit_status;
  out += files;
  return out + ".SH SEE ALSO\n.BR tracekit\\-web (8)\n";
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
