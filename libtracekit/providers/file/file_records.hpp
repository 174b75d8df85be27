// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "providers/provider.hpp"

namespace tracekit::file {

/// What one activity file holds.
struct FileRecords {
  std::string format;                ///< `fit`, `gpx` ...
  std::string container;             ///< `gzip`, `zip` ..., or empty
  std::string file_type;             ///< `activity`, `course`, `monitoring_b` ...; empty where the file does not say
  std::vector<PulledRecord> records; ///< one a session; empty for courses, settings, monitoring and the like
  std::vector<std::string> notices;  ///< what the person should know: damage, a track without times
};

/// Reads a file's bytes into records. `name` is for messages. Throws Error(input) when nothing can be read.
FileRecords read_file_records(ByteView bytes, const std::string& name, const std::string& sha256, EpochSeconds now);

} // namespace tracekit::file
