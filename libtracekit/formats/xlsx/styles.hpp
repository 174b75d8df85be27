// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tracekit::xlsx {

/// What a number format makes of a number.
enum class NumberFormat : std::uint8_t { plain, date, duration };

/// The number formats that Excel knows without a definition.
NumberFormat builtin_format(std::uint32_t id);

/// What a format code makes of a number, such as `yyyy\-mm\-dd`, `[h]:mm:ss` or `0.0 "days"`.
NumberFormat format_of_code(std::string_view code);

/// The cell styles of styles.xml (`cellXfs`), which cells name by index.
class Styles {
public:
  /// A workbook without styles.
  Styles() = default;
  Styles(std::string xml, std::string_view part);

  /// Plain for an index that does not exist.
  [[nodiscard]] NumberFormat format(std::uint32_t style) const;

  /// The index of a style that differs from `style` in nothing but the number format, a built-in one; added when there
  /// is none yet. Throws Error(input) when the workbook has no styles to base it on.
  std::uint32_t with_format(std::uint32_t style, std::uint32_t builtin_id);

  [[nodiscard]] bool changed() const { return !added_.empty(); }
  /// The part's text with the added styles.
  [[nodiscard]] std::string xml() const;

private:
  friend class StylesReader;

  struct Style {
    std::size_t begin = 0; ///< in xml_
    std::size_t end = 0;
    NumberFormat format = NumberFormat::plain;
  };

  std::string xml_;
  std::vector<Style> styles_;
  std::vector<std::string> added_;
  std::vector<NumberFormat> added_formats_;
  std::size_t list_begin_ = 0; ///< of the tag of cellXfs
  std::size_t list_end_ = 0;   ///< where its end tag begins; 0 when there is no list
};

} // namespace tracekit::xlsx
