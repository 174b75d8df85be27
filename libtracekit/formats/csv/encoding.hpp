// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tracekit::csv {

/// What the bytes of a text file stand for. Windows-1252 is ISO 8859-1 with printable characters where that has none.
enum class Encoding : std::uint8_t { utf8, windows_1252 };

/// UTF-8 when the text is valid UTF-8, else Windows-1252, in which every byte means something.
Encoding detect_encoding(std::string_view text);

/// Windows-1252 as UTF-8.
std::string utf8_of_windows_1252(std::string_view text);

/// UTF-8 as Windows-1252. Throws Error(input) quoting the text when it has a character that Windows-1252 has not.
std::string windows_1252_of_utf8(std::string_view text);

} // namespace tracekit::csv
