// SPDX-License-Identifier: MIT
#include "formats/xlsx/plain_rows.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "base/text.hpp"
#include "formats/xlsx/escapes.hpp"
#include "formats/xlsx/part_xml.hpp"

namespace tracekit::xlsx {
namespace {

constexpr std::string_view blanks = " \t\n";

/// What the bytes of a piece of text were, collected while it is passed over.
struct ByteKinds {
  bool special = false; ///< controls that XML forbids or changes, `&`, `]`
  bool foreign = false; ///< beyond ASCII

  void note(char c) {
    const auto byte = static_cast<unsigned char>(c);
    special = special || (byte < 0x20 && c != '\t' && c != '\n') || c == '&' || c == ']';
    foreign = foreign || byte >= 0x80;
  }
};

bool has_forbidden(std::string_view text) {
  return text.find("]]>") != std::string_view::npos || std::ranges::any_of(text, [](char c) {
           return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n';
         });
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
    const auto found =
        std::ranges::find_if(entities, [&](const auto& entity) { return text.starts_with(entity.first); });
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
  template <std::size_t size> bool take(const char (&wanted)[size]) {
    constexpr std::size_t length = size - 1; // a constant, so that the comparison is a few instructions
    if (text_.size() - at_ < length || std::memcmp(text_.data() + at_, wanted, length) != 0) {
      return false;
    }
    at_ += length;
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
      std::string_view name;
      std::string_view value;
      if (!read_name(name) || !take("=\"") || !read_value(value)) {
        return false;
      }
      keep(tag, name, value);
    }
  }

  bool read_name(std::string_view& name) {
    const std::size_t begin = at_;
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    while (at_ < text_.size() && (is_letter(text_[at_]) ||
                                  (at_ > begin && (text_[at_] == ':' || (text_[at_] >= '0' && text_[at_] <= '9'))))) {
      ++at_;
    }
    name = text_.substr(begin, at_ - begin);
    return !name.empty();
  }

  /// An attribute's value and the quote behind it.
  bool read_value(std::string_view& value) {
    const std::size_t begin = at_;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        value = text_.substr(begin, at_++ - begin);
        return true;
      }
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 0x20 || byte >= 0x80 || c == '<' || c == '&') {
        return false;
      }
    }
    return false;
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
  template <std::size_t size>
  bool read_text(const char (&end_tag)[size], std::string& buffer, std::string_view& content) {
    const std::size_t begin = at_;
    ByteKinds bytes;
    for (; at_ < text_.size() && text_[at_] != '<'; ++at_) {
      bytes.note(text_[at_]);
    }
    content = text_.substr(begin, at_ - begin);
    if ((bytes.special && has_forbidden(content)) || (bytes.foreign && to_valid_utf8(content) != content)) {
      return false;
    }
    if (bytes.special) {
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
  if (before.find("<!") != std::string_view::npos || before.find("<sheetData") != std::string_view::npos) {
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
