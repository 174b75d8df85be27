// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "formats/decode.hpp"
#include "store/stream_codec.hpp"

using namespace tracekit;

namespace {

constexpr double hour_of_eight_channels = 3600 * 8;
constexpr double median_limit = 18'000; // bytes
constexpr double limit = 32'000;

std::optional<std::filesystem::path> corpus() {
  const char* named = std::getenv("TRACEKIT_CORPUS");
  const std::filesystem::path folder =
      named != nullptr ? named : std::filesystem::path(TRACEKIT_SOURCE_DIR) / ".." / "shared" / "corpus" / "dev";
  if (std::filesystem::exists(folder)) {
    return folder;
  }
  WARN("SKIPPED: no corpus in " << folder.string());
  return std::nullopt;
}

/// The recordings of a file, none when it is broken.
std::vector<Recording> recordings_of(const std::filesystem::path& path) {
  try {
    return decode_file(read_file(path), path.filename().string()).recordings;
  } catch (const Error&) {
    return {};
  }
}

std::size_t stored_bytes(const tracekit::Streams& streams) {
  std::size_t bytes = 0;
  for (const store::EncodedColumn& column : store::encode_streams(streams)) {
    bytes += column.data.size();
  }
  return bytes;
}

} // namespace

TEST_CASE("the streams of every file of the corpus come back from the store's form") {
  const auto folder = corpus();
  if (!folder) {
    return;
  }
  std::size_t recordings = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder)) {
    if (!entry.is_regular_file()) {
      continue;
    }
    for (const Recording& recording : recordings_of(entry.path())) {
      CAPTURE(entry.path().filename().string());
      CHECK(store::decode_streams(store::encode_streams(recording.streams)) == recording.streams);
      ++recordings;
    }
  }
  CHECK(recordings > 0);
}

TEST_CASE("an hour of a ride takes at most 18 kB at the median and 32 kB at most") {
  const auto folder = corpus();
  if (!folder) {
    return;
  }
  std::vector<double> sizes;
  for (const auto& entry : std::filesystem::directory_iterator(*folder / "fit")) {
    for (const Recording& recording : recordings_of(entry.path())) {
      const tracekit::Streams& streams = recording.streams;
      if (recording.sport != "cycling" || streams.size() == 0 || streams.channels.empty()) {
        continue;
      }
      const double values = static_cast<double>(streams.size() * streams.channels.size());
      sizes.push_back(static_cast<double>(stored_bytes(streams)) * hour_of_eight_channels / values);
      CAPTURE(entry.path().filename().string(), streams.size(), streams.channels.size());
      CHECK(sizes.back() <= limit);
    }
  }
  REQUIRE(!sizes.empty());
  std::sort(sizes.begin(), sizes.end());
  fmt::print("streams of {} rides, scaled to 28800 values: median {:.0f} bytes, largest {:.0f} bytes\n", sizes.size(),
             sizes[sizes.size() / 2], sizes.back());
  CHECK(sizes[sizes.size() / 2] <= median_limit);
}
