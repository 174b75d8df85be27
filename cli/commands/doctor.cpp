// SPDX-License-Identifier: MIT
#include "app/doctor/doctor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "commands/list.hpp"
#include "output/paragraph.hpp"

namespace tracekit::cli {
namespace {

struct Sign {
  std::string_view text;
  app::Verdict verdict;
  Style style;
};

constexpr Sign signs[] = {
    {"✓", app::Verdict::good, Style::green},       {"+", app::Verdict::mended, Style::green},
    {"!", app::Verdict::attention, Style::yellow}, {"✗", app::Verdict::broken, Style::red},
    {"–", app::Verdict::not_checked, Style::dim},
};

const Sign& sign_of(app::Verdict verdict) { return *std::ranges::find(signs, verdict, &Sign::verdict); }

/// One line where it fits: sign, subject, what was found, and what to do behind an arrow.
std::string line_of(const app::Finding& finding, std::size_t subject_width, const Terminal& terminal) {
  const Sign& sign = sign_of(finding.verdict);
  const std::string subject = printable(finding.subject);
  const std::string padding(subject_width - display_width(subject) + 2, ' ');
  const std::size_t indent = 2 + subject_width + 2;
  const std::string message = printable(finding.message);
  std::string line = styled(sign.text, sign.style, terminal.colour) + " " +
                     styled(subject, Style::bold, terminal.colour) + padding +
                     wrapped(message, terminal.width, indent, indent);
  if (!finding.advice.empty()) {
    const std::string advice = "→ " + printable(finding.advice);
    const std::size_t together = indent + display_width(message) + 1 + display_width(advice);
    line += together <= terminal.width ? " " : "\n" + std::string(indent, ' ');
    line += styled(wrapped(advice, terminal.width, indent + 2, together <= terminal.width ? 0 : indent), Style::cyan,
                   terminal.colour);
  }
  return line + "\n";
}

std::string text_of(const app::Diagnosis& diagnosis, const Terminal& terminal) {
  std::size_t subject_width = 0;
  for (const app::Finding& finding : diagnosis.findings()) {
    subject_width = std::max(subject_width, display_width(printable(finding.subject)));
  }
  std::string out;
  for (const app::Finding& finding : diagnosis.findings()) {
    out += line_of(finding, subject_width, terminal);
  }
  return out;
}

int run_doctor(Session& session, const app::DoctorOptions& options) {
  const GlobalOptions& global = session.options();
  const app::Diagnosis diagnosis =
      app::diagnose({global.config, global.database, global.user}, options, session.progress(), session.cancellation());
  if (global.json) {
    session.print_json(app::to_json(diagnosis));
  } else if (!global.quiet || diagnosis.exit_code() != 0) {
    session.print(text_of(diagnosis, session.terminal()));
  }
  return diagnosis.exit_code();
}

} // namespace

void add_doctor(CommandLine& command_line) {
  auto options = std::make_shared<app::DoctorOptions>();
  Command& command =
      command_line.command("doctor", "Check settings, database, sign-ins, clock and disk, and say what to do");
  command.flag("--offline", options->offline, "ask no service");
  command.flag("--fix", options->fix, "mend what is safe to mend, and say each thing that was done");
  command.runs([options](Session& session) { return run_doctor(session, *options); });
}

} // namespace tracekit::cli
