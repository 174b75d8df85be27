// SPDX-License-Identifier: MIT
#include "formats/csv/encoding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

namespace tracekit::csv {
namespace {

constexpr std::size_t first_special = 0x80;
/// What 0x80 to 0x9F stand for; the five that are not assigned stand for themselves.
constexpr std::array<char16_t, 32> specials = {0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                               0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
                                               0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                               0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

/// The first character of a valid UTF-8 text, which is taken off it.
std::uint32_t take_character(std::string_view& text) {
  const auto lead = static_cast<std::uint8_t>(text[0]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  std::uint32_t character = length == 1 ? lead : lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    character = character << 6U | (static_cast<std::uint8_t>(text[i]) & 0x3FU);
  }
  text.remove_prefix(length);
  return character;
}

} // namespace

Encoding detect_encoding(std::string_view text) {
  const bool ascii = std::ranges::all_of(text, [](char c) { return static_cast<std::uint8_t>(c) < first_special; });
  return ascii || to_valid_utf8(text) == text ? Encoding::utf8 : Encoding::windows_1252;
}

std::string utf8_of_windows_1252(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    const bool special = byte >= first_special && byte < first_special + specials.size();
    append_utf8(out, special ? specials[byte - first_special] : byte);
  }
  return out;
}

std::string windows_1252_of_utf8(std::string_view text) {
  const std::string valid = to_valid_utf8(text);
  std::string out;
  for (std::string_view rest = valid; !rest.empty();) {
    const auto character = take_character(rest);
    const auto special = std::ranges::find(specials, character);
    if (special != specials.end()) {
      out += static_cast<char>(first_special + static_cast<std::size_t>(special - specials.begin()));
    } else if (character < first_special || (character >= first_special + specials.size() && character <= 0xFF)) {
      out += static_cast<char>(static_cast<std::uint8_t>(character));
    } else {
      throw Error(
          ErrorKind::input,
          fmt::format("the text \"{}\" has a character that the encoding of the CSV file (Windows-1252) does not have",
                      valid),
          "save the file as \"CSV UTF-8\"");
    }
  }
  return out;
}

} // namespace tracekit::csv
