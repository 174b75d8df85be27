// SPDX-License-Identifier: MIT
#include "providers/diary/diary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/file.hpp"
#include "base/text.hpp"
#include "model/sport.hpp"

namespace tracekit::diary {
namespace {

namespace fs = std::filesystem;

/// The notes of a folder, by name. Throws Error(input) naming the folder when it cannot be listed.
std::vector<fs::path> notes_in(const fs::path& folder) {
  std::error_code code;
  std::vector<fs::path> notes;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, code)) {
    if (entry.path().extension() == ".note") {
      notes.push_back(entry.path());
    }
  }
  if (code) {
    throw Error(ErrorKind::input, fmt::format("cannot read the folder {}: {}", folder.string(), code.message()),
                "set providers.diary.path to a folder that is there");
  }
  std::ranges::sort(notes);
  return notes;
}

/// Tells an unchanged note without opening it.
std::string fingerprint_of(const fs::path& note) {
  const FileStamp stamp = stamp_of(note);
  return fmt::format("{} {} {}", stamp.size, stamp.modified_ns, stamp.inode);
}

/// Throws Error(input) with a sentence that names the note.
Record read_note(const fs::path& note) {
  Record record;
  record.key = {"diary", note.filename().string()};
  record.origin = Origin::file;
  for (const std::string& line : split(as_text(read_file(note)), '\n')) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos) {
      continue;
    }
    const std::string_view word = trim(std::string_view(line).substr(0, colon));
    const std::string_view value = trim(std::string_view(line).substr(colon + 1));
    if (word == "start") {
      if (const auto time = parse_iso_time(value)) {
        record.start = time->utc_ms() / 1000;
        record.utc_offset_s = time->utc_offset_s;
      }
    } else if (word == "sport") {
      const Sport sport = sport_of_word(value);
      record.type = value;
      record.sport = sport.sport;
      record.sub_sport = sport.sub_sport;
    } else if (word == "name") {
      record.name = value;
    } else if (word == "kilometres") {
      if (const auto kilometres = parse_double(value)) {
        record.totals.distance_m = *kilometres * 1000;
      }
    }
  }
  if (!record.start) {
    throw Error(ErrorKind::input, fmt::format("{} has no line \"start: 2025-08-03T07:00:00Z\"", note.string()));
  }
  return record;
}

class DiaryProvider final : public Provider, PlaceReader {
public:
  explicit DiaryProvider(ProviderContext context) : context_(std::move(context)), folder_(context_.setting("path")) {
    if (folder_.empty()) {
      throw Error(ErrorKind::config, "providers.diary.path is not set",
                  "name the folder of your notes: tracekit configure --set providers.diary.path=FOLDER");
    }
  }

  PlaceReader* place_reader() override { return this; }

  std::string place(const KnownSources&) override {
    return fmt::format("{}, {} notes", folder_.string(), notes_in(folder_).size());
  }

  PullOutcome pull(const PullRequest& request, PullSink& sink) override {
    context_.cancellation.check();
    const std::vector<fs::path> notes = notes_in(folder_);
    PullOutcome outcome;
    for (const fs::path& note : notes) {
      context_.cancellation.check();
      context_.progress.advance("notes", ++outcome.sources_seen, notes.size());
      PulledSource source;
      source.key = note.filename().string();
      source.fingerprint = fingerprint_of(note);
      if (request.knows(source.key, source.fingerprint)) {
        continue;
      }
      ++outcome.sources_read;
      try {
        source.records.push_back({read_note(note), {}, {}});
        source.records.back().record.fetched_at = context_.clock.now();
      } catch (const Error& error) {
        source.failure = error.what(); // the others are read all the same
      }
      sink.take(std::move(source));
    }
    tell_vanished(notes, request, sink);
    return outcome;
  }

private:
  static void tell_vanished(const std::vector<fs::path>& notes, const PullRequest& request, PullSink& sink) {
    if (request.known == nullptr) {
      return;
    }
    for (const auto& [name, fingerprint] : *request.known) {
      if (std::ranges::none_of(notes, [&](const fs::path& note) { return note.filename() == name; })) {
        sink.gone(name);
        sink.forget(name);
      }
    }
  }

  ProviderContext context_;
  fs::path folder_;
};

} // namespace

ProviderInfo info() {
  ProviderInfo info;
  info.id = "diary";
  info.title = "Diary";
  info.colour = "#8d6e63";
  info.default_priority = 7;
  info.lists_equipment = false;
  info.has_months = false;
  Option path;
  path.key = "path";
  path.label = "Folder of notes";
  path.help = "one note a workout, named *.note";
  path.kind = OptionKind::path;
  path.required = true;
  info.options = {path};
  return info;
}

std::unique_ptr<Provider> make(ProviderContext context) { return std::make_unique<DiaryProvider>(std::move(context)); }

} // namespace tracekit::diary
