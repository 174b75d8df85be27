// SPDX-License-Identifier: MIT
#include "formats/xml/element_writer.hpp"

#include <algorithm>

#include "formats/sample_text.hpp"

namespace tracekit::xml {

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    default:
      if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n') {
        out += c;
      }
    }
  }
}

bool is_element_name(std::string_view name) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !name.empty() && is_letter(name.front()) && std::all_of(name.begin(), name.end(), [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-';
  });
}

void ElementWriter::indent() { text_.append(2 * open_.size(), ' '); }

void ElementWriter::open(std::string_view name, std::string_view attributes) {
  indent();
  text_.append("<").append(name).append(attributes).append(">\n");
  open_.push_back(name);
}

void ElementWriter::close() {
  const std::string_view name = open_.back();
  open_.pop_back();
  indent();
  text_.append("</").append(name).append(">\n");
}

void ElementWriter::begin_leaf(std::string_view name) {
  indent();
  text_.append("<").append(name).append(">");
}

void ElementWriter::end_leaf(std::string_view name) { text_.append("</").append(name).append(">\n"); }

void ElementWriter::leaf(std::string_view name, std::string_view text) {
  begin_leaf(name);
  append_escaped(text_, text);
  end_leaf(name);
}

void ElementWriter::number(std::string_view name, double value, int decimals) {
  leaf_with(name, [&](std::string& out) { append_decimal(out, value, decimals); });
}

std::string attribute(std::string_view name, std::string_view value) {
  std::string out = " ";
  out.append(name).append("=\"");
  append_escaped(out, value);
  return out + "\"";
}

} // namespace tracekit::xml
