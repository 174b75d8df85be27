// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tracekit::cli {

/// Text broken between words into lines that fit `width` columns, all but the first indented by `indent`; the first
/// begins behind `used` columns that are taken already. Words are never cut. Without a line break at the end.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent, std::size_t used = 0);

} // namespace tracekit::cli
