// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "formats/xml/parser.hpp"

namespace tracekit::xml {

/// Thrown inside the parser where the structure of a document ends to make sense.
struct Broken {
  std::size_t offset;
  std::string reason;
};

/// Walks once over a document in UTF-8 and reports elements to a handler.
class Scanner {
public:
  Scanner(std::string_view text, Handler& handler)
      : begin_(text.data()), at_(text.data()), end_(text.data() + text.size()), handler_(handler) {}

  /// Throws Broken.
  void run();

  /// The first mistake that could be read over, empty when there is none, and where it is.
  [[nodiscard]] const std::string& mistake() const { return mistake_; }
  [[nodiscard]] std::size_t mistake_offset() const { return mistake_offset_; }

private:
  void read_text();
  void read_markup();
  void read_start_tag();
  void read_end_tag();
  void read_comment();
  void read_cdata();
  void read_instruction();
  bool read_attributes(); ///< up to `>`; true for `/>`
  std::string_view read_attribute_value(char quote);
  std::string_view read_name();
  const char* read_reference(const char* at, std::string& out);
  void finish_element();
  void append(std::string_view piece);
  void skip_blanks();
  void skip_past(std::string_view closing, const char* what);
  [[nodiscard]] bool looking_at(std::string_view text) const;
  [[noreturn]] void fail(std::string reason) const;
  void note_mistake(const char* at, std::string reason);

  const char* begin_;
  const char* at_;
  const char* end_;
  Handler& handler_;

  std::vector<std::string_view> open_; ///< names with prefixes
  bool seen_root_ = false;

  bool collecting_ = false;
  bool buffered_ = false; ///< the text lies in `buffer_`, not in the document
  std::string_view text_;
  std::string buffer_;

  std::vector<Attribute> attributes_;
  std::deque<std::string> resolved_values_; ///< of attributes with references; grows without moving
  std::string mistake_;
  std::size_t mistake_offset_ = 0;
};

} // namespace tracekit::xml
