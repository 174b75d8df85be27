// SPDX-License-Identifier: MIT
#include "output/terminal.hpp"

#include <cwchar>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "base/text.hpp"

namespace tracekit::cli {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

std::size_t width_of_stdout() {
  if (const auto columns = parse_integer(environment("COLUMNS")); columns && *columns >= 40) {
    return static_cast<std::size_t>(*columns);
  }
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) {
    return size.ws_col;
  }
  return ::isatty(STDOUT_FILENO) != 0 ? 80 : Terminal::no_limit;
}

/// Decodes one code point and advances; invalid bytes count as one character each.
char32_t next_code_point(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (length > text.size() || length == 1) {
    text.remove_prefix(1);
    return lead < 0x80 ? lead : U'\uFFFD';
  }
  char32_t code = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  text.remove_prefix(length);
  return code;
}

/// How many characters from the beginning are shown as they are, one column each. Most texts are nothing else.
std::size_t plain_prefix(std::string_view text) {
  // Eight at a time: a byte is another one when it is negative, or gets so by taking 32 away or by adding 1.
  constexpr std::uint64_t each = 0x0101010101010101;
  std::size_t i = 0;
  for (std::uint64_t eight = 0; i + sizeof eight <= text.size(); i += sizeof eight) {
    std::memcpy(&eight, text.data() + i, sizeof eight);
    if (((eight | (eight - ' ' * each) | (eight + each)) & (0x80 * each)) != 0) {
      break;
    }
  }
  while (i < text.size() && text[i] >= ' ' && text[i] <= '~') {
    ++i;
  }
  return i;
}

struct Range {
  char32_t first;
  char32_t last;
};

// Combining marks, joiners and variation selectors (Unicode 15, categories Mn, Me, Cf that occur in names).
constexpr Range zero_width[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},  {0x064B, 0x065F},
                                {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2064},  {0x20D0, 0x20F0},
                                {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF}};
// East Asian Wide and Fullwidth, and emoji (Unicode 15, EastAsianWidth.txt, emoji presentation).
constexpr Range double_width[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},  {0x23E9, 0x23EC}, {0x2614, 0x2615},   {0x26AA, 0x26AB},   {0x26BD, 0x26BE},
    {0x2705, 0x2705},   {0x2728, 0x2728},  {0x274C, 0x274C}, {0x2795, 0x2797},   {0x2B50, 0x2B50},   {0x2E80, 0x303E},
    {0x3041, 0x33FF},   {0x3400, 0x4DBF},  {0x4E00, 0x9FFF}, {0xA000, 0xA4CF},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},  {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF},
    {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD}};

template <std::size_t n> bool within(const Range (&ranges)[n], char32_t code) {
  for (const Range& range : ranges) {
    if (code >= range.first && code <= range.last) {
      return true;
    }
  }
  return false;
}

std::size_t width_of(char32_t code) {
  if (code < 0x300) {
    return 1;
  }
  return within(zero_width, code) ? 0 : within(double_width, code) ? 2 : 1;
}

} // namespace

Terminal Terminal::detect(ColourMode mode) {
  Terminal terminal;
  const bool dumb = environment("TERM") == "dumb";
  const bool out = ::isatty(STDOUT_FILENO) != 0;
  const bool err = ::isatty(STDERR_FILENO) != 0;
  terminal.interactive = ::isatty(STDIN_FILENO) != 0 && err;
  terminal.overwrites = err && !dumb;
  terminal.width = width_of_stdout();
  terminal.colour =
      mode == ColourMode::always || (mode == ColourMode::automatic && out && !dumb && environment("NO_COLOR").empty());
  return terminal;
}

std::string styled(std::string_view text, Style style, bool colour) {
  constexpr std::string_view codes[] = {"", "1", "2", "32", "33", "31", "36"};
  if (!colour || style == Style::plain || text.empty()) {
    return std::string(text);
  }
  return "\x1b[" + std::string(codes[static_cast<std::size_t>(style)]) + "m" + std::string(text) + "\x1b[0m";
}

std::size_t display_width(std::string_view text) {
  std::size_t width = plain_prefix(text);
  text.remove_prefix(width);
  while (!text.empty()) {
    width += width_of(next_code_point(text));
  }
  return width;
}

std::string fitted(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) {
    return std::string(text);
  }
  std::string_view rest = text;
  std::size_t used = 0;
  std::size_t kept = 0;
  while (!rest.empty()) {
    std::string_view after = rest;
    const std::size_t next = width_of(next_code_point(after));
    if (used + next + 1 > width) {
      break;
    }
    used += next;
    kept += rest.size() - after.size();
    rest = after;
  }
  return std::string(text.substr(0, kept)) + (width > 0 ? "…" : "");
}

std::string printable(std::string text) {
  std::size_t plain = plain_prefix(text);
  if (plain == text.size()) {
    return text; // nearly always, and without a copy
  }
  std::string out;
  out.reserve(text.size());
  for (std::string_view rest = text; !rest.empty(); plain = plain_prefix(rest)) {
    out += rest.substr(0, plain);
    rest.remove_prefix(plain);
    if (rest.empty()) {
      break;
    }
    const std::string_view before = rest;
    const char32_t code = next_code_point(rest);
    const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x202A && code <= 0x202E) ||
                         (code >= 0x2066 && code <= 0x2069);
    if (control) {
      out += code == '\n' || code == '\t' ? " " : "\uFFFD";
    } else {
      out += before.substr(0, before.size() - rest.size());
    }
  }
  return out;
}

} // namespace tracekit::cli
