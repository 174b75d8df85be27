// SPDX-License-Identifier: MIT
#include "formats/xlsx/escapes.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace tracekit::xlsx {
namespace {

constexpr std::size_t escape_length = 7; // _xHHHH_

/// The UTF-16 unit of an escape at the front of the text.
std::optional<std::uint32_t> escape_at(std::string_view text) {
  if (text.size() < escape_length || text[0] != '_' || text[1] != 'x' || text[6] != '_') {
    return std::nullopt;
  }
  std::uint32_t unit = 0;
  const auto [end, code] = std::from_chars(text.data() + 2, text.data() + 6, unit, 16);
  return code == std::errc{} && end == text.data() + 6 ? std::optional(unit) : std::nullopt;
}

bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

} // namespace

std::string decode_escapes(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto candidate = text.find("_x");
    out += text.substr(0, candidate);
    if (candidate == std::string_view::npos) {
      break;
    }
    text.remove_prefix(candidate);
    const auto unit = escape_at(text);
    if (!unit) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    text.remove_prefix(escape_length);
    const auto next = is_high_surrogate(*unit) ? escape_at(text) : std::nullopt;
    if (next && is_low_surrogate(*next)) {
      append_utf8(out, 0x10000 + ((*unit - 0xD800) << 10U) + (*next - 0xDC00));
      text.remove_prefix(escape_length);
    } else {
      append_utf8(out, is_high_surrogate(*unit) || is_low_surrogate(*unit) ? 0xFFFD : *unit);
    }
  }
  return out;
}

std::string encode_text(std::string_view raw) {
  const std::string valid = to_valid_utf8(raw);
  std::string out;
  out.reserve(valid.size());
  for (std::size_t i = 0; i < valid.size(); ++i) {
    const char c = valid[i];
    const auto rest = std::string_view(valid).substr(i);
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '_' && escape_at(rest)) {
      out += "_x005F_";
    } else if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n') {
      out += fmt::format("_x{:04X}_", static_cast<unsigned>(c)); // a bare return would be read as a line feed
    } else if (rest.starts_with("\xEF\xBF\xBE") || rest.starts_with("\xEF\xBF\xBF")) {
      out += rest[2] == '\xBE' ? "_xFFFE_" : "_xFFFF_";
      i += 2;
    } else {
      out += c;
    }
  }
  return out;
}

std::size_t utf16_length(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    units += byte >= 0xF0 ? 2U : (byte & 0xC0U) != 0x80U ? 1U : 0U;
  }
  return units;
}

} // namespace tracekit::xlsx
