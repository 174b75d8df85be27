// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace tracekit::xml {

/// A document as UTF-8 without byte order mark and without white space in front.
struct Document {
  std::string_view text; ///< points into the input, or into `storage` where it had to be converted
  std::string storage;
  std::size_t skipped_lines = 0;   ///< line ends in front of `text`
  std::vector<std::string> damage; ///< bytes that had to be replaced
};

/// Finds the encoding (byte order mark, zero bytes of UTF-16, XML declaration; UTF-8 otherwise) and converts. Bytes
/// that are not valid become U+FFFD. Throws Error(input) naming an encoding that is unknown.
/// The result may point into `bytes` and must not be copied or moved.
void open_document(ByteView bytes, Document& document);

/// The local name of the root element, empty when the bytes do not look like XML. Reads the beginning only.
std::string root_name(ByteView bytes);

} // namespace tracekit::xml
