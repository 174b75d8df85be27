// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>

#include "model/recording.hpp"

namespace tracekit::app {

/// What one file holds, without storing it.
struct Inspection {
  std::string path;
  std::string sha256; ///< of the bytes as found, packed or not
  ActivityFile file;
};

/// Reads one file. Throws Error(input) with a sentence naming it when nothing in it can be read.
Inspection inspect(const std::filesystem::path& path);

/// The JSON of `tracekit inspect --json`; its fields are described in docs/reference/inspect.md.
nlohmann::json to_json(const Inspection& inspection);

} // namespace tracekit::app
