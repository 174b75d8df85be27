// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace tracekit::xlsx {

/// A text of a workbook as people see it: `_x000D_` and the like become the characters they stand for.
std::string decode_escapes(std::string_view text);

/// A text as the content of an XML element of a workbook. Bytes that are not UTF-8 become U+FFFD; characters that
/// XML does not allow, and texts that look like an escape, are written as escapes.
std::string encode_text(std::string_view text);

/// The length of a valid UTF-8 text as Excel counts it.
std::size_t utf16_length(std::string_view text);

} // namespace tracekit::xlsx
