// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include <fmt/format.h>

#include "base/error.hpp"

namespace tracekit::app {

/// Does work with many files. What the system refuses becomes Error(input), which names the path.
template <class Work> auto naming_refused_paths(const Work& work) {
  try {
    return work();
  } catch (const std::filesystem::filesystem_error& error) {
    throw Error(ErrorKind::input, fmt::format("cannot use {}: {}", error.path1().string(), error.code().message()));
  }
}

} // namespace tracekit::app
