// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/xlsx/part_xml.hpp"

namespace tracekit::xlsx {

/// Collects the text of a string item (`<si>` or `<is>`): plain, or in runs of rich text; phonetic guides are left out.
/// Feed it the elements and texts inside the item.
class StringItem {
public:
  void clear();
  void start_element(std::string_view name, const Attributes& attributes);
  void end_element(std::string_view name);
  void text(std::string_view piece);

  /// The item's text with escapes resolved.
  [[nodiscard]] std::string value() const;

private:
  std::string text_;
  std::size_t run_begin_ = 0;
  int phonetic_ = 0;
  bool collecting_ = false;
  bool keeps_space_ = false;
};

/// Reads the part with the strings that cells name by index.
std::vector<std::string> read_shared_strings(std::string_view xml, std::string_view part);

} // namespace tracekit::xlsx
