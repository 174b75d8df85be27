// SPDX-License-Identifier: MIT
#include "formats/xlsx/plain_rows.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "formats/xlsx/escapes.hpp"
#include "formats/xlsx/part_xml.hpp"

namespace tracekit::xlsx {
namespace {

constexpr std::string_view blanks = " \t\n";

/// Whether every byte is one that expat would hand on unchanged, and the text is UTF-8.
bool is_plain_text(std::string_view text) {
  bool ascii = true;
  bool allowed = true;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    ascii = ascii && byte < 0x80;
    allowed = allowed && (byte >= 0x20 || byte == '\t' || byte == '\n');
  }
  return allowed && (ascii || to_valid_utf8(text) == text);
}

/// Resolves the five named entities; false for anything else behind an ampersand.
bool resolve_entities(std::string_view text, std::string& out) {
  constexpr std::array<std::pair<std::string_view, char>, 5> entities = {
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}}};
  out.clear();
  while (!text.empty()) {
    const auto ampersand = std::min(text.find('&'), text.size());
    out += text.substr(0, ampersand);
    text.remove_prefix(ampersand);
    if (text.empty()) {
      break;
    }
    const auto found = std::ranges::find_if(entities, [&](const auto& entity) { return text.starts_with(entity.first); });
    if (found == entities.end()) {
      return false;
    }
    out += found->second;
    text.remove_prefix(found->first.size());
  }
  return true;
}

/// The attributes of a start tag that rows and cells are read from.
struct Tag {
  std::optional<std::string_view> reference; ///< r
  std::optional<std::string_view> style;     ///< s
  std::string_view type;                     ///< t
  bool keeps_space = false;                  ///< xml:space="preserve"
  bool closed = false;                       ///< ends with `/>`
};

/// A reader of functions that return false, and give up for good, where the text is not plain.
class Scanner {
public:
  Scanner(std::string_view text, const SheetContext& context) : text_(text), rows_(context) {}

  bool run() {
    while (true) {
      skip_blanks();
      if (at_ == text_.size()) {
        return true;
      }
      if (!take("<row") || !read_row()) {
        return false;
      }
    }
  }

  std::vector<TableRow> take_rows() { return rows_.take(); }

private:
  bool take(std::string_view wanted) {
    if (text_.compare(at_, wanted.size(), wanted) != 0) {
      return false;
    }
    at_ += wanted.size();
    return true;
  }

  void skip_blanks() {
    while (at_ < text_.size() && blanks.find(text_[at_]) != std::string_view::npos) {
      ++at_;
    }
  }

  bool read_row() {
    Tag tag;
    if (!read_tag(tag)) {
      return false;
    }
    rows_.begin_row(tag.reference);
    while (!tag.closed) {
      skip_blanks();
      if (take("</row>")) {
        break;
      }
      if (!take("<c") || !read_cell()) {
        return false;
      }
    }
    rows_.end_row();
    return true;
  }

  bool read_cell() {
    Tag tag;
    if (!read_tag(tag)) {
      return false;
    }
    rows_.begin_cell(tag.reference, tag.style, tag.type);
    std::string_view value;
    std::string in_place;
    while (!tag.closed) {
      skip_blanks();
      if (take("</c>")) {
        break;
      }
      if (take("<v>")) {
        if (!value.empty() || !read_text("</v>", value_buffer_, value)) {
          return false;
        }
      } else if (take("<is>")) {
        if (!in_place.empty() || !read_in_place(in_place)) {
          return false;
        }
      } else if (!take("<f") || !skip_formula()) {
        return false;
      }
    }
    rows_.end_cell(value, std::move(in_place));
    return true;
  }

  bool skip_formula() {
    Tag tag;
    std::string_view formula;
    rows_.mark_formula();
    return read_tag(tag) && (tag.closed || read_text("</f>", formula_buffer_, formula));
  }

  bool read_in_place(std::string& out) {
    Tag tag;
    std::string_view content;
    if (!take("<t") || !read_tag(tag) || tag.closed || !read_text("</t>", text_buffer_, content) || !take("</is>")) {
      return false;
    }
    out = decode_escapes(tag.keeps_space ? content : trim(content));
    return true;
  }

  /// The rest of a start tag, behind its name.
  bool read_tag(Tag& tag) {
    while (true) {
      if (take(">")) {
        return true;
      }
      if (take("/>")) {
        tag.closed = true;
        return true;
      }
      if (!take(" ")) {
        return false;
      }
      const auto equals = text_.find('=', at_);
      if (equals == std::string_view::npos || equals + 1 >= text_.size() || text_[equals + 1] != '"') {
        return false;
      }
      const auto close = text_.find('"', equals + 2);
      if (close == std::string_view::npos) {
        return false;
      }
      const auto name = text_.substr(at_, equals - at_);
      const auto value = text_.substr(equals + 2, close - equals - 2);
      if (!is_name(name) || value.find_first_of("<&") != std::string_view::npos) {
        return false;
      }
      keep(tag, name, value);
      at_ = close + 1;
    }
  }

  static bool is_name(std::string_view name) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return !name.empty() && letter(name[0]) &&
           std::ranges::all_of(name, [&](char c) { return letter(c) || c == ':' || c == '_' || (c >= '0' && c <= '9'); });
  }

  static void keep(Tag& tag, std::string_view name, std::string_view value) {
    if (name == "r") {
      tag.reference = value;
    } else if (name == "s") {
      tag.style = value;
    } else if (name == "t") {
      tag.type = value;
    } else if (name == "xml:space") {
      tag.keeps_space = value == "preserve";
    }
  }

  /// Text up to its end tag; `content` lies in the text itself or, when it had entities, in `buffer`.
  bool read_text(std::string_view end_tag, std::string& buffer, std::string_view& content) {
    const auto end = std::min(text_.find('<', at_), text_.size());
    content = text_.substr(at_, end - at_);
    at_ = end;
    if (content.find("]]>") != std::string_view::npos) {
      return false; // XML forbids it
    }
    if (content.find('&') != std::string_view::npos) {
      if (!resolve_entities(content, buffer)) {
        return false;
      }
      content = buffer;
    }
    return take(end_tag);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  RowCollector rows_;
  std::string value_buffer_;
  std::string text_buffer_;
  std::string formula_buffer_;
};

} // namespace

std::optional<PlainRows> read_plain_rows(std::string_view xml, const SheetContext& context) {
  constexpr std::string_view open = "<sheetData>";
  const auto begin = xml.find(open);
  const auto end = begin == std::string_view::npos ? begin : xml.find("</sheetData>", begin);
  if (end == std::string_view::npos || !is_utf8_xml(xml)) {
    return std::nullopt;
  }
  PlainRows plain;
  plain.begin = begin + open.size();
  plain.end = end;
  const auto content = xml.substr(plain.begin, end - plain.begin);
  const auto before = xml.substr(0, begin);
  if (before.find("<!") != std::string_view::npos || before.find("<sheetData") != std::string_view::npos || !is_plain_text(content)) {
    return std::nullopt; // the rows may lie in a comment
  }
  Scanner scanner(content, context);
  if (!scanner.run()) {
    return std::nullopt;
  }
  plain.rows = scanner.take_rows();
  return plain;
}

} // namespace tracekit::xlsx
