// SPDX-License-Identifier: MIT
#include "output/paragraph.hpp"

#include "base/text.hpp"
#include "output/terminal.hpp"

namespace tracekit::cli {

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent, std::size_t used) {
  std::string out;
  std::size_t column = used;
  bool line_is_empty = true;
  for (const std::string& word : split(text, ' ')) {
    const std::size_t wide = display_width(word);
    if (!line_is_empty && column + 1 + wide > width) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
      line_is_empty = true;
    }
    out += line_is_empty ? word : " " + word;
    column += wide + (line_is_empty ? 0 : 1);
    line_is_empty = false;
  }
  return out;
}

} // namespace tracekit::cli
