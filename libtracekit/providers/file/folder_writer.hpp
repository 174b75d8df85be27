// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

#include "base/bytes.hpp"

namespace tracekit::file {

/// A name that means the same file on every system, leads out of no folder, is not hidden, and ends as activity files
/// do (`ending`, such as `.fit.gz`, is added where it does not).
std::string safe_file_name(const std::string& suggested, const std::string& ending);

/// Puts a file into a folder under this name, or with `-2`, `-3` ... before the ending where the name is taken: nothing
/// is ever overwritten. Returns where it is. Throws Error(input).
std::filesystem::path write_under_free_name(const std::filesystem::path& folder, const std::string& name,
                                            ByteView content);

} // namespace tracekit::file
