// SPDX-License-Identifier: MIT
#include "base/utf8.hpp"

namespace tracekit {

void append_utf8(std::string& out, std::uint32_t code_point) {
  const auto byte = [&](std::uint32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
  const auto six_bits_from = [&](unsigned bit) { byte(0x80U | (code_point >> bit & 0x3FU)); };
  if (code_point < 0x80) {
    byte(code_point);
  } else if (code_point < 0x800) {
    byte(0xC0U | code_point >> 6U);
    six_bits_from(0);
  } else if (code_point < 0x10000) {
    byte(0xE0U | code_point >> 12U);
    six_bits_from(6);
    six_bits_from(0);
  } else {
    byte(0xF0U | code_point >> 18U);
    six_bits_from(12);
    six_bits_from(6);
    six_bits_from(0);
  }
}

} // namespace tracekit
