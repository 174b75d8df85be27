// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "base/error.hpp"
#include "base/file.hpp"
#include "formats/decode.hpp"
#include "support/held_by.hpp"

using namespace tracekit;

namespace {

namespace fs = std::filesystem;

/// Files of the corpus that hold recordings.
std::vector<std::pair<std::string, ActivityFile>> corpus_files() {
  const char* named = std::getenv("TRACEKIT_CORPUS");
  const fs::path folder =
      named != nullptr ? fs::path(named) : fs::path(TRACEKIT_SOURCE_DIR) / ".." / "shared" / "corpus" / "dev";
  std::vector<std::pair<std::string, ActivityFile>> files;
  std::error_code none;
  for (const auto& entry : fs::recursive_directory_iterator(folder, none)) {
    if (!entry.is_regular_file() || entry.path().parent_path() == folder) {
      continue;
    }
    try {
      const std::string name = fs::relative(entry.path(), folder).string();
      ActivityFile file = decode_file(read_file(entry.path()), name);
      if (!file.recordings.empty()) {
        files.emplace_back(name, std::move(file));
      }
    } catch (const Error&) { // some are meant to be unreadable
    }
  }
  if (files.empty()) {
    WARN("SKIPPED: no corpus; set TRACEKIT_CORPUS to its folder");
  }
  return files;
}

constexpr std::array tracks{WrittenFormat::fit, WrittenFormat::gpx, WrittenFormat::tcx, WrittenFormat::kml};

/// With the first samples only, which hold all that a file has but its length.
Recording beginning_of(Recording recording) {
  constexpr std::size_t most_samples = 600;
  Streams& streams = recording.streams;
  if (streams.size() > most_samples) {
    streams.time_ms.resize(most_samples);
    for (Channel& channel : streams.channels) {
      channel.values.resize(most_samples);
    }
    std::erase_if(streams.segment_starts, [](std::uint32_t start) { return start >= most_samples; });
  }
  return recording;
}

std::optional<WrittenFile> try_encode(const std::vector<Recording>& recordings, WrittenFormat format) {
  try {
    return encode_file(recordings, format);
  } catch (const Error&) { // no positions, or no times
    return std::nullopt;
  }
}

/// The recordings of which the format holds anything.
std::vector<Recording> held_recordings(const std::vector<Recording>& recordings, WrittenFormat format) {
  std::vector<Recording> held;
  for (const Recording& recording : recordings) {
    const bool is_held = format == WrittenFormat::fit || (format == WrittenFormat::tcx && recording.start_ms) ||
                         !test::held_samples(recording.streams, format).empty();
    if (is_held) {
      held.push_back(recording);
    }
  }
  return held;
}

} // namespace

TEST_CASE("files of devices survive being written in each format", "[corpus]") {
  for (const auto& [name, file] : corpus_files()) {
    for (const WrittenFormat format : tracks) {
      INFO(name << " as " << to_string(format));
      const auto written = try_encode(file.recordings, format);
      const std::vector<Recording> held = held_recordings(file.recordings, format);
      REQUIRE(written.has_value() == !held.empty());
      if (!written) {
        continue;
      }
      const ActivityFile again = decode_file(written->bytes, "again");
      CHECK(again.format == to_string(format));
      CHECK(again.damage.empty());
      REQUIRE(again.recordings.size() == held.size());
      for (std::size_t i = 0; i < held.size(); ++i) {
        INFO("recording " << i);
        const auto differences = test::differences(held[i], again.recordings[i], format, written->left_out);
        CHECK(differences == std::vector<std::string>{});
      }
    }
  }
}

TEST_CASE("what was written and read is the same when it is written and read again", "[corpus]") {
  for (const auto& [name, file] : corpus_files()) {
    for (const WrittenFormat format : tracks) {
      INFO(name << " as " << to_string(format));
      const auto first = try_encode(file.recordings, format);
      if (!first) {
        continue;
      }
      const ActivityFile once = decode_file(first->bytes, "once");
      const ActivityFile twice = decode_file(encode_file(once.recordings, format).bytes, "twice");
      REQUIRE(twice.recordings.size() == once.recordings.size());
      for (std::size_t i = 0; i < once.recordings.size(); ++i) {
        INFO("recording " << i);
        const Recording& a = once.recordings[i];
        const Recording& b = twice.recordings[i];
        CHECK(a.streams == b.streams);
        CHECK(a.laps == b.laps);
        CHECK(a.lengths == b.lengths);
        CHECK(a.totals == b.totals);
        CHECK(a.sport == b.sport);
        CHECK(a.sub_sport == b.sub_sport);
        CHECK(a.start_ms == b.start_ms);
        CHECK(a.file_id == b.file_id);
        CHECK(a.utc_offset_s == b.utc_offset_s);
      }
    }
  }
}

namespace {

/// Writes, reads again, and compares what the format holds; nothing where it holds nothing of them.
std::optional<std::vector<Recording>> through(const std::vector<Recording>& recordings, WrittenFormat format) {
  INFO("as " << to_string(format));
  const auto written = try_encode(recordings, format);
  const std::vector<Recording> held = held_recordings(recordings, format);
  REQUIRE(written.has_value() == !held.empty());
  if (!written) {
    return std::nullopt;
  }
  ActivityFile again = decode_file(written->bytes, "again");
  REQUIRE(again.recordings.size() == held.size());
  for (std::size_t i = 0; i < held.size(); ++i) {
    INFO("recording " << i);
    CHECK(test::differences(held[i], again.recordings[i], format, written->left_out) == std::vector<std::string>{});
  }
  return std::move(again.recordings);
}

} // namespace

TEST_CASE("files of devices survive any two formats and the way back", "[corpus]") {
  for (const auto& [name, file] : corpus_files()) {
    INFO(name);
    std::vector<Recording> source;
    std::transform(file.recordings.begin(), file.recordings.end(), std::back_inserter(source), beginning_of);
    for (const WrittenFormat first : tracks) {
      const auto once = through(source, first);
      for (const WrittenFormat second : tracks) {
        INFO(to_string(first) << " to " << to_string(second) << " and back");
        const auto there = once && first != second ? through(*once, second) : std::nullopt;
        if (there) {
          through(*there, first);
        }
      }
    }
  }
}
