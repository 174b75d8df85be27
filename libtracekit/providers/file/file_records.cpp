// SPDX-License-Identifier: MIT
#include "providers/file/file_records.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tracekit::file {
namespace {

/// Kinds of files that hold a track which nobody has ridden.
constexpr std::string_view plans[] = {"course", "route", "workout"};

PulledRecord pulled_from(Recording recording, const std::string& sha256, std::size_t index, EpochSeconds now) {
  PulledRecord pulled{record_of(recording, "file", sha256, index), {}, {}};
  // A file's own title is kept, but never offered to other providers as a name.
  if (pulled.record.description.empty()) {
    pulled.record.description = pulled.record.name;
  }
  pulled.record.name.clear();
  pulled.record.fetched_at = now;
  pulled.recording = std::move(recording);
  return pulled;
}

} // namespace

FileRecords read_file_records(const UnpackedFile& unpacked, const std::string& name, const std::string& sha256,
                              EpochSeconds now) {
  ActivityFile file = decode_file(unpacked.bytes, name);
  FileRecords out{file.format, unpacked.container, file.file_type, {}, {}};
  std::vector<std::string> damage = unpacked.damage;
  damage.insert(damage.end(), file.damage.begin(), file.damage.end());
  if (!damage.empty()) {
    std::string_view first = damage.front();
    first.remove_suffix(first.ends_with('.') ? 1 : 0);
    const std::size_t more = damage.size() - 1;
    out.notices.push_back(fmt::format("{}{}{}", first, more == 0 ? "" : fmt::format(" (and {} more)", more),
                                      first.ends_with("was read") ? "" : "; what could be read was read"));
  }
  if (std::find(std::begin(plans), std::end(plans), file.file_type) != std::end(plans)) {
    return out;
  }
  std::size_t timeless = 0;
  for (Recording& recording : file.recordings) {
    if (recording.start_ms) {
      out.records.push_back(pulled_from(std::move(recording), sha256, out.records.size(), now));
      out.records.back().record.format = file.format;
    } else {
      ++timeless;
    }
  }
  if (timeless > 0) {
    out.notices.emplace_back("a track without times is no activity");
  }
  return out;
}

} // namespace tracekit::file
