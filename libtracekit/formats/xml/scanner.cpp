// SPDX-License-Identifier: MIT
#include "formats/xml/scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/xml/notable.hpp"
#include "formats/xml/reference.hpp"

namespace tracekit::xml {
namespace {

constexpr std::size_t deepest = 200;
constexpr std::size_t most_attributes = 64;
constexpr std::size_t longest_reference = 16;

enum : std::uint8_t { plain = 0, blank = 1, name_start = 2, name_part = 4 };

/// What each byte can be.
constexpr std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> classes{};
  for (std::size_t c = 0; c < 256; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || c >= 0x80;
    const bool digit = (c >= '0' && c <= '9') || c == '-' || c == '.';
    const bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    classes[c] = static_cast<std::uint8_t>((is_blank ? blank : 0) | (letter ? name_start | name_part : 0) |
                                           (digit ? name_part : 0));
  }
  return classes;
}

constexpr std::array<std::uint8_t, 256> classes = make_classes();

bool is(char c, std::uint8_t which) { return (classes[static_cast<std::uint8_t>(c)] & which) != 0; }

bool is_control(char c) { return static_cast<std::uint8_t>(c) < 0x20 && !is(c, blank); }

std::string_view between(const char* from, const char* to) { return {from, static_cast<std::size_t>(to - from)}; }

std::string_view local_part(std::string_view name) {
  std::size_t from = name.size();
  while (from > 0 && name[from - 1] != ':') {
    --from;
  }
  return name.substr(from);
}

} // namespace

void Scanner::run() {
  while (at_ != end_) {
    if (*at_ == '<') {
      read_markup();
    } else {
      read_text();
    }
  }
  if (!open_.empty()) {
    fail(fmt::format("the text ends inside <{}>", open_.back()));
  }
  if (!seen_root_) {
    fail("there is no element");
  }
}

void Scanner::read_text() {
  const char* from = at_;
  if (open_.empty()) {
    skip_blanks();
    if (at_ != end_ && *at_ != '<') {
      fail(seen_root_ ? "text after the end of the document" : "text before the first element");
    }
    return;
  }
  const char* at = at_;
  while (true) {
    at = find_notable(at, end_, {'<', '&', ']'});
    if (at == end_ || *at == '<') {
      break;
    }
    if (*at == '&') {
      append(between(from, at));
      std::string resolved;
      at = read_reference(at, resolved);
      append(resolved);
      from = at;
      continue;
    }
    if (*at != ']') {
      note_mistake(at, "a control character");
    } else if (end_ - at >= 3 && at[1] == ']' && at[2] == '>') {
      note_mistake(at, "a \"]]>\" outside of CDATA");
    }
    ++at;
  }
  append(between(from, at));
  at_ = at;
}

const char* Scanner::read_reference(const char* at, std::string& out) {
  const auto room = std::min(static_cast<std::size_t>(end_ - at), longest_reference);
  const auto* semicolon = static_cast<const char*>(std::memchr(at, ';', room));
  if (semicolon != nullptr && resolve_reference(between(at + 1, semicolon), out)) {
    return semicolon + 1;
  }
  note_mistake(at, "an \"&\" that begins no known entity");
  out += '&';
  return at + 1;
}

void Scanner::append(std::string_view piece) {
  if (!collecting_ || piece.empty()) {
    return;
  }
  if (text_.empty() && piece.data() >= begin_ && piece.data() < end_) {
    text_ = piece;
    buffered_ = false;
    return;
  }
  if (!buffered_) {
    buffer_.assign(text_);
    buffered_ = true;
  }
  buffer_ += piece;
  text_ = buffer_;
}

void Scanner::read_markup() {
  if (end_ - at_ < 2) {
    fail("the text ends inside a tag");
  }
  if (at_[1] == '/') {
    read_end_tag();
  } else if (at_[1] == '?') {
    read_instruction();
  } else if (at_[1] != '!') {
    read_start_tag();
  } else if (looking_at("<!--")) {
    read_comment();
  } else if (looking_at("<![CDATA[") && !open_.empty()) {
    read_cdata();
  } else if (looking_at("<!DOCTYPE")) {
    throw Error(ErrorKind::input, "holds a document type declaration (DOCTYPE), which is refused for safety",
                "remove the <!DOCTYPE ...> part with an editor; activity files never need one");
  } else {
    fail("a malformed tag");
  }
}

void Scanner::read_start_tag() {
  if (seen_root_ && open_.empty()) {
    fail("an element after the end of the document");
  }
  ++at_;
  const std::string_view name = read_name();
  if (open_.size() == deepest) {
    fail("elements are nested too deeply");
  }
  const bool is_empty = read_attributes();
  seen_root_ = true;
  open_.push_back(name);
  collecting_ = handler_.start_element(local_part(name), Attributes(attributes_), static_cast<int>(open_.size()));
  text_ = {};
  buffered_ = false;
  if (is_empty) {
    finish_element();
  }
}

bool Scanner::read_attributes() {
  attributes_.clear();
  resolved_values_.clear();
  while (true) {
    const char* before = at_;
    skip_blanks();
    if (at_ == end_) {
      fail("the text ends inside a tag");
    }
    if (*at_ == '>') {
      ++at_;
      return false;
    }
    if (*at_ == '/' && end_ - at_ >= 2 && at_[1] == '>') {
      at_ += 2;
      return true;
    }
    if (before == at_) {
      fail("a malformed tag");
    }
    const std::string_view name = read_name();
    skip_blanks();
    if (at_ == end_ || *at_ != '=') {
      fail(fmt::format("the attribute {} has no value", name));
    }
    ++at_;
    skip_blanks();
    if (at_ == end_ || (*at_ != '"' && *at_ != '\'')) {
      fail(fmt::format("the value of the attribute {} has no quotation mark", name));
    }
    const std::string_view value = read_attribute_value(*at_++);
    if (attributes_.size() < most_attributes) {
      attributes_.push_back({local_part(name), value});
    }
  }
}

std::string_view Scanner::read_attribute_value(char quote) {
  const char* from = at_;
  std::string* resolved = nullptr;
  while (true) {
    at_ = find_notable(at_, end_, {quote, '&', '<'});
    if (at_ == end_ || *at_ == quote) {
      break;
    }
    if (*at_ == '&') {
      if (resolved == nullptr) {
        resolved = &resolved_values_.emplace_back();
      }
      resolved->append(from, at_);
      at_ = read_reference(at_, *resolved);
      from = at_;
      continue;
    }
    note_mistake(at_, *at_ == '<' ? "a \"<\" in the value of an attribute" : "a control character");
    ++at_;
  }
  if (at_ == end_) {
    fail("the text ends inside a tag");
  }
  const std::string_view rest = between(from, at_++);
  return resolved == nullptr ? rest : resolved->append(rest);
}

void Scanner::read_end_tag() {
  at_ += 2;
  if (open_.empty()) {
    fail("an end tag without a start tag");
  }
  const std::string_view expected = open_.back();
  if (!looking_at(expected)) {
    fail(fmt::format("</{}> does not end <{}>", to_valid_utf8(read_name()), expected));
  }
  at_ += expected.size();
  skip_blanks();
  if (at_ == end_) {
    fail("the text ends inside a tag");
  }
  if (*at_ != '>') {
    fail(fmt::format("<{}> is ended by another tag", expected));
  }
  ++at_;
  finish_element();
}

void Scanner::finish_element() {
  handler_.end_element(collecting_ ? text_ : std::string_view(), static_cast<int>(open_.size()));
  open_.pop_back();
  collecting_ = false;
  text_ = {};
}

void Scanner::read_comment() {
  const char* from = at_;
  at_ += 4;
  skip_past("-->", "a comment");
  const auto inner = between(from + 4, at_ - 3);
  if (inner.find("--") != std::string_view::npos || inner.ends_with('-')) {
    note_mistake(from, "a \"--\" inside a comment");
  }
}

void Scanner::read_cdata() {
  at_ += 9;
  const char* from = at_;
  skip_past("]]>", "CDATA");
  append(between(from, at_ - 3));
}

void Scanner::read_instruction() {
  const char* from = at_;
  at_ += 2;
  const std::string_view target = read_name();
  skip_past("?>", "a processing instruction");
  if (equals_ignoring_case(target, "xml") && from != begin_) {
    note_mistake(from, "an XML declaration in the middle");
  }
}

std::string_view Scanner::read_name() {
  const char* from = at_;
  const char* at = from;
  if (at != end_ && is(*at, name_start)) {
    do {
      ++at;
    } while (at != end_ && is(*at, name_part));
  }
  if (at == from) {
    fail(at == end_ ? "the text ends inside a tag" : "a malformed tag");
  }
  at_ = at;
  return between(from, at);
}

void Scanner::skip_blanks() {
  const char* at = at_;
  while (at != end_ && is(*at, blank)) {
    ++at;
  }
  at_ = at;
}

void Scanner::skip_past(std::string_view closing, const char* what) {
  const std::string_view rest = between(at_, end_);
  const auto found = rest.find(closing);
  if (found == std::string_view::npos) {
    fail(fmt::format("the text ends inside {}", what));
  }
  const char* control = std::find_if(at_, at_ + found, is_control);
  if (control != at_ + found) {
    note_mistake(control, "a control character");
  }
  at_ += found + closing.size();
}

bool Scanner::looking_at(std::string_view text) const {
  return static_cast<std::size_t>(end_ - at_) >= text.size() && std::memcmp(at_, text.data(), text.size()) == 0;
}

void Scanner::fail(std::string reason) const {
  throw Broken{static_cast<std::size_t>(at_ - begin_), std::move(reason)};
}

void Scanner::note_mistake(const char* at, std::string reason) {
  if (mistake_.empty()) {
    mistake_ = std::move(reason);
    mistake_offset_ = static_cast<std::size_t>(at - begin_);
  }
}

} // namespace tracekit::xml
