// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "app/archive_export.hpp"
#include "app/portable.hpp"
#include "app/portable_archive.hpp"
#include "base/atomic_file.hpp"
#include "base/text.hpp"
#include "commands/list.hpp"
#include "day_arguments.hpp"

namespace tracekit::cli {
namespace {

struct ExportArguments {
  std::optional<std::string> id;
  std::optional<std::string> from;
  std::optional<std::string> to;
  std::string format = "jsonl";
  std::optional<std::string> output;
  bool force = false;
};

/// Where the bytes go: a file that appears when it is whole, or standard output.
class Output {
public:
  Output(Session& session, const ExportArguments& arguments) : session_(session) {
    if (!arguments.output) {
      return;
    }
    path_ = *arguments.output;
    if (!arguments.force && std::filesystem::exists(std::filesystem::symlink_status(path_))) {
      refuse();
    }
    file_ = std::make_unique<AtomicFile>(path_,
                                         arguments.force ? AtomicFile::Existing::replace : AtomicFile::Existing::keep);
  }

  [[nodiscard]] bool is_file() const { return file_ != nullptr; }

  void refuse_terminal() const {
    if (!file_ && ::isatty(STDOUT_FILENO) != 0) {
      throw Error(ErrorKind::usage, "this is nothing to show on a terminal", "--output FILE says where to put it");
    }
  }

  void write(ByteView piece) {
    if (file_) {
      file_->write(piece);
    } else {
      session_.print(as_text(piece));
    }
  }

  void finish() {
    if (file_ && !file_->finish()) {
      refuse();
    }
  }

private:
  [[noreturn]] void refuse() const {
    throw Error(ErrorKind::input, fmt::format("{} is there already", path_), "--force replaces it");
  }

  Session& session_;
  std::string path_;
  std::unique_ptr<AtomicFile> file_;
};

bool is_text(const app::ExportFormat& format) {
  return format.kind == app::ExportFormat::Kind::records ||
         (format.kind == app::ExportFormat::Kind::written && format.written != WrittenFormat::fit);
}

void export_one(Session& session, const std::string& id, const app::ExportFormat& format, Output& output) {
  const auto number = parse_integer(id);
  if (!number) {
    throw Error(ErrorKind::usage, fmt::format("\"{}\" is no activity's number", id),
                "`tracekit activities` lists them");
  }
  if (!is_text(format)) {
    output.refuse_terminal();
  }
  const app::ExportedFile file = app::export_activity(session.app(), *number, format);
  output.write(file.bytes);
  output.finish();
  if (session.options().json && output.is_file()) {
    session.print_json({{"activities", 1}, {"bytes", file.bytes.size()}, {"left_out", file.left_out}});
  } else if (!file.left_out.empty()) {
    session.say(fmt::format("cannot be held: {}", printable(fmt::format("{}", fmt::join(file.left_out, ", ")))));
  }
}

void say(Session& session, const app::ArchiveReport& report) {
  session.say(fmt::format("{} activities exported", report.activities));
  for (const auto& [what, activities] : report.left_out) {
    session.say(fmt::format("cannot be held, of {}: {}", activities, printable(what)));
  }
  for (const app::ArchiveReport::Skipped& one : report.skipped) {
    session.say("left out: " + printable(one.why));
  }
}

void export_many(Session& session, const ExportArguments& arguments, const app::ExportFormat& format, Output& output) {
  const auto from = first_day_argument(arguments.from, "--from");
  const auto to = last_day_argument(arguments.to, "--to");
  if (format.kind == app::ExportFormat::Kind::records) {
    app::export_jsonl(session.app(), from, to, [&](const std::string& line) { output.write(as_bytes(line + "\n")); });
    output.finish();
    return;
  }
  output.refuse_terminal();
  const app::ArchiveReport report =
      app::export_archive(session.app(), from, to, format, [&](ByteView piece) { output.write(piece); });
  output.finish();
  session.progress().clear();
  if (session.options().json && output.is_file()) {
    session.print_json(app::to_json(report));
  } else if (!session.options().quiet) {
    say(session, report);
  }
}

void export_all(Session& session, Output& output) {
  output.refuse_terminal();
  const app::PortableCounts counts =
      app::export_everything(session.app(), [&](ByteView piece) { output.write(piece); });
  output.finish();
  session.progress().clear();
  if (session.options().json && output.is_file()) {
    session.print_json(app::to_json(counts));
  } else if (!session.options().quiet) {
    session.say(
        fmt::format("{} records, {} files, {} changes exported", counts.records, counts.originals, counts.changes));
  }
}

} // namespace

void add_export(CommandLine& command_line) {
  auto arguments = std::make_shared<ExportArguments>();
  Command& command =
      command_line.command("export", "Write activities as files: one, or a zip archive of many; or the portable form");
  const CommandOption id =
      command.option("ID", arguments->id, "one activity by its number; else all of the days asked for");
  command
      .option("--format", arguments->format,
              "fit, gpx, tcx, kml, geojson, csv; original: as recorded; jsonl: the portable form (default); full: "
              "everything "
              "for `tracekit load`")
      .one_of({"fit", "gpx", "tcx", "kml", "geojson", "csv", "original", "jsonl", "full"});
  command.option("--from", arguments->from, "first day, YYYY-MM-DD, or first month").excludes(id);
  command.option("--to", arguments->to, "last day, YYYY-MM-DD, or last month").excludes(id);
  command.option("--output", arguments->output, "the file to write, instead of standard output");
  command.flag("--force", arguments->force, "replace the file where it is there already");
  command.runs([arguments](Session& session) {
    const bool is_full = arguments->format == "full";
    if (is_full && (arguments->id || arguments->from || arguments->to)) {
      throw Error(ErrorKind::usage, "--format full is everything, not a part");
    }
    const app::ExportFormat format = is_full ? app::ExportFormat{} : app::export_format(arguments->format);
    Output output(session, *arguments);
    if (is_full) {
      export_all(session, output);
      return 0;
    }
    if (arguments->id) {
      export_one(session, *arguments->id, format, output);
    } else {
      export_many(session, *arguments, format, output);
    }
    return 0;
  });
}

} // namespace tracekit::cli
