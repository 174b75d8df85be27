// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tracekit::xml {

/// Appends text with the characters replaced that XML gives a meaning; those that it does not allow at all are left
/// out.
void append_escaped(std::string& out, std::string_view text);

/// Whether a text can be the local name of an element.
bool is_element_name(std::string_view name);

/// Writes elements into a text, a line each, indented by depth. Names must outlive the writer.
class ElementWriter {
public:
  ElementWriter() : text_("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") {}

  /// Opens an element; `attributes` are written as they are, with a blank in front.
  void open(std::string_view name, std::string_view attributes = {});
  void close();
  /// An element with text, escaped.
  void leaf(std::string_view name, std::string_view text);
  /// An element with the number.
  void number(std::string_view name, double value, int decimals);
  /// An element whose text is appended by `append(text)` and needs no escapes.
  template <class Append> void leaf_with(std::string_view name, Append append) {
    begin_leaf(name);
    append(text_);
    end_leaf(name);
  }

  /// The text so far.
  [[nodiscard]] const std::string& text() const { return text_; }

private:
  void indent();
  void begin_leaf(std::string_view name);
  void end_leaf(std::string_view name);

  std::string text_;
  std::vector<std::string_view> open_;
};

/// ` name="value"` with the value escaped.
std::string attribute(std::string_view name, std::string_view value);

} // namespace tracekit::xml
