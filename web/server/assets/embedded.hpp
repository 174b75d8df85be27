// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

namespace tracekit::web {

/// A file of the front end inside the program.
struct EmbeddedFile {
  std::string_view name; ///< `assets/app-1f3a.js`
  std::string_view bytes;
};

/// All of them, by name. Written by `cmake/embed_files.cmake`.
const std::vector<EmbeddedFile>& embedded_files();

} // namespace tracekit::web
