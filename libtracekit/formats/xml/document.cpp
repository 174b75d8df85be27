// SPDX-License-Identifier: MIT
#include "formats/xml/document.hpp"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tracekit::xml {
namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct CloseConverter {
  void operator()(void* converter) const { iconv_close(converter); }
};
using Converter = std::unique_ptr<void, CloseConverter>;

/// UTF-16 shows itself by a byte order mark or, since XML begins with `<` or a blank, by a zero beside the first byte.
std::string_view wide_encoding(ByteView bytes) {
  if (bytes.size() < 4) {
    return {};
  }
  if ((bytes[0] == 0xFE && bytes[1] == 0xFF) || (bytes[0] == 0 && bytes[1] != 0)) {
    return "UTF-16BE";
  }
  if ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] != 0 && bytes[1] == 0)) {
    return "UTF-16LE";
  }
  return {};
}

/// The value of `encoding="..."` in the XML declaration.
std::string_view declared_encoding(std::string_view text) {
  if (!text.starts_with("<?xml")) {
    return {};
  }
  const std::string_view declaration = text.substr(0, std::min(text.find("?>"), std::size_t{1024}));
  auto at = declaration.find("encoding");
  if (at == std::string_view::npos) {
    return {};
  }
  at = declaration.find_first_of("\"'", at);
  if (at == std::string_view::npos) {
    return {};
  }
  const auto end = declaration.find(declaration[at], at + 1);
  return end == std::string_view::npos ? std::string_view{} : declaration.substr(at + 1, end - at - 1);
}

bool is_utf8(std::string_view encoding) {
  return encoding.empty() || equals_ignoring_case(encoding, "utf-8") || equals_ignoring_case(encoding, "utf8") ||
         equals_ignoring_case(encoding, "us-ascii") || equals_ignoring_case(encoding, "ascii");
}

bool is_wide(std::string_view encoding) {
  return encoding.size() >= 6 && (equals_ignoring_case(encoding.substr(0, 6), "utf-16") ||
                                  equals_ignoring_case(encoding.substr(0, 6), "ucs-2"));
}

/// Where the first byte that is not ASCII stands at or after `from`; the size when there is none.
std::size_t find_beyond_ascii(std::string_view text, std::size_t from) {
  constexpr std::uint64_t high_bits = 0x8080808080808080U;
  for (; from + 8 <= text.size(); from += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + from, 8);
    if ((word & high_bits) != 0) {
      break;
    }
  }
  while (from < text.size() && static_cast<std::uint8_t>(text[from]) < 0x80) {
    ++from;
  }
  return from;
}

bool is_valid_utf8(std::string_view text) {
  const auto is_ascii = [](char c) { return static_cast<std::uint8_t>(c) < 0x80; };
  for (std::size_t at = find_beyond_ascii(text, 0); at < text.size(); at = find_beyond_ascii(text, at)) {
    const auto* end = std::find_if(text.begin() + at, text.end(), is_ascii);
    const std::string_view run(text.data() + at, static_cast<std::size_t>(end - text.begin()) - at);
    if (to_valid_utf8(run) != run) {
      return false;
    }
    at += run.size();
  }
  return true;
}

std::string convert(std::string_view from, const std::string& encoding, std::size_t& replaced) {
  iconv_t handle = iconv_open("UTF-8", encoding.c_str());
  if (handle == reinterpret_cast<iconv_t>(-1)) { // NOLINT(performance-no-int-to-ptr): so iconv_open fails
    throw Error(ErrorKind::input, fmt::format("the text encoding \"{}\" is not known", to_valid_utf8(encoding)));
  }
  const Converter converter(handle);
  std::string out;
  out.reserve(from.size() + from.size() / 8);
  char buffer[16384];
  char* in = const_cast<char*>(from.data()); // iconv's interface is older than const
  std::size_t left = from.size();
  while (left > 0) {
    char* to = buffer;
    std::size_t room = sizeof buffer;
    const std::size_t result = iconv(converter.get(), &in, &left, &to, &room);
    const int error = errno;
    out.append(buffer, static_cast<std::size_t>(to - buffer));
    if (result == static_cast<std::size_t>(-1) && error != E2BIG) {
      out += replacement;
      ++replaced;
      ++in;
      --left;
    }
  }
  return out;
}

std::string_view without_leading_blanks(std::string_view text, std::size_t& skipped_lines) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  const auto first = std::min(text.find_first_not_of(blanks), text.size());
  skipped_lines =
      static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(first), '\n'));
  return text.substr(first);
}

/// Skips comments, processing instructions and declarations up to the first element.
std::string_view first_tag(std::string_view text) {
  while (text.size() > 1 && text[0] == '<' && (text[1] == '?' || text[1] == '!')) {
    const std::string_view closing = text[1] == '?' ? "?>" : text.starts_with("<!--") ? "-->" : ">";
    const auto end = text.find(closing);
    if (end == std::string_view::npos) {
      return {};
    }
    text.remove_prefix(end + closing.size());
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  }
  return text.size() > 1 && text[0] == '<' ? text.substr(1) : std::string_view{};
}

} // namespace

void open_document(ByteView bytes, Document& document) {
  std::string encoding(wide_encoding(bytes));
  document.text = as_text(bytes);
  if (encoding.empty()) {
    document.text = without_leading_blanks(document.text, document.skipped_lines);
    encoding = declared_encoding(document.text);
    if (is_wide(encoding)) {
      encoding.clear(); // the declaration survived somebody's conversion to bytes
    }
  }
  std::size_t replaced = 0;
  if (!is_utf8(encoding)) {
    document.storage = convert(document.text, encoding, replaced);
    document.text = without_leading_blanks(document.storage, document.skipped_lines);
  } else if (!is_valid_utf8(document.text)) {
    replaced = 1;
    document.storage = to_valid_utf8(document.text);
    document.text = document.storage;
  }
  if (replaced > 0) {
    document.damage.push_back(
        fmt::format("some text is not valid {} and was replaced", encoding.empty() ? "UTF-8" : encoding));
  }
}

std::string root_name(ByteView bytes) {
  constexpr std::size_t beginning = 65536;
  const ByteView front = bytes.subspan(0, std::min(bytes.size(), beginning));
  std::string narrow;
  std::string_view text = as_text(front);
  if (!wide_encoding(front).empty()) {
    std::copy_if(text.begin(), text.end(), std::back_inserter(narrow), [](char c) { return c > 0; });
    text = narrow;
  }
  std::size_t lines = 0;
  text = first_tag(without_leading_blanks(text, lines));
  const auto end = std::min(text.find_first_of(" \t\r\n/>"), text.size());
  std::string_view name = text.substr(0, end);
  name.remove_prefix(name.find(':') + 1); // npos + 1 is 0
  const bool plausible = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
  });
  return plausible ? std::string(name) : std::string();
}

} // namespace tracekit::xml
