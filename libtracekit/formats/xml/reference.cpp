// SPDX-License-Identifier: MIT
#include "formats/xml/reference.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "base/utf8.hpp"

namespace tracekit::xml {

bool resolve_reference(std::string_view reference, std::string& out) {
  constexpr std::array<std::pair<std::string_view, char>, 5> entities{
      {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"apos", '\''}, {"quot", '"'}}};
  for (const auto& [name, character] : entities) {
    if (reference == name) {
      out += character;
      return true;
    }
  }
  if (reference.size() < 2 || reference[0] != '#') {
    return false;
  }
  const bool hexadecimal = reference[1] == 'x';
  const std::string_view digits = reference.substr(hexadecimal ? 2 : 1);
  std::uint32_t code = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, hexadecimal ? 16 : 10);
  const bool is_character = code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code < 0xD800) ||
                            (code >= 0xE000 && code < 0xFFFE) || (code >= 0x10000 && code < 0x110000);
  if (error != std::errc{} || end != digits.data() + digits.size() || !is_character) {
    return false;
  }
  append_utf8(out, code);
  return true;
}

} // namespace tracekit::xml
