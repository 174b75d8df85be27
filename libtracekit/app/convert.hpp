// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include "formats/encode.hpp"

namespace tracekit::app {

/// How a file is to be written, as its name tells.
struct WantedFile {
  WrittenFormat format = WrittenFormat::fit;
  bool gzip = false;
};

/// By the ending, `.gz` behind it or not. Throws Error(usage) naming the endings there are.
WantedFile wanted_file(const std::filesystem::path& path);

/// What became of one file in another format.
struct Conversion {
  std::string from; ///< format as read
  WrittenFormat to = WrittenFormat::fit;
  std::size_t activities = 0;
  std::size_t bytes = 0;
  std::vector<std::string> left_out; ///< what the new format cannot hold
  std::vector<std::string> damage;   ///< what was broken in the old file
  std::vector<std::string> warnings; ///< what was left out when it was unpacked, such as other files of a zip archive
};

/// Writes what one file holds into another, whose ending tells the format. An existing file is replaced only when
/// `replace` says so; a failure leaves nothing behind. Throws Error that names the file.
Conversion convert(const std::filesystem::path& in, const std::filesystem::path& out, bool replace);

nlohmann::json to_json(const Conversion& conversion);

} // namespace tracekit::app
