// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "formats/decode.hpp"
#include "providers/provider.hpp"

namespace tracekit::file {

/// What one activity file holds.
struct FileRecords {
  std::string format;                ///< `fit`, `gpx` ...
  std::string container;             ///< `gzip`, `zip` ..., or empty
  std::string file_type;             ///< `activity`, `course`, `monitoring_b` ...; empty where the file does not say
  std::vector<PulledRecord> records; ///< one a session; empty for courses, settings, monitoring and the like
  std::vector<std::string> notices;  ///< damage, a track without times: to follow the name of the file and a colon
};

/// Reads a file into records. `name` is for errors, `sha256` is that of the unpacked bytes, from which records have
/// their ids: packed or not, a file is the same. Throws Error(input) when nothing can be read.
FileRecords read_file_records(const UnpackedFile& unpacked, const std::string& name, const std::string& sha256,
                              EpochSeconds now);

} // namespace tracekit::file
