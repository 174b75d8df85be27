// SPDX-License-Identifier: MIT
#include "formats/xlsx/cell_writer.hpp"

#include <fmt/format.h>

#include <cmath>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/xlsx/escapes.hpp"
#include "formats/xlsx/part_xml.hpp"

namespace tracekit::xlsx {
namespace {

constexpr std::size_t longest_text = 32767; // UTF-16 units, a limit of Excel
constexpr double seconds_per_day = 86400;
constexpr std::uint32_t format_date_only = 14; // built-in formats follow the reader's locale
constexpr std::uint32_t format_date_time = 22;
constexpr std::uint32_t format_elapsed = 46;

bool needs_preserved_space(std::string_view text) {
  return trim(text).size() != text.size() || text.find('\n') != std::string_view::npos;
}

} // namespace

bool is_clear(const CellValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  return std::holds_alternative<std::monostate>(value) || (text != nullptr && text->empty());
}

std::uint32_t CellWriter::style_for(std::uint32_t style, const CellValue& value) {
  const auto* date = std::get_if<DateValue>(&value);
  const bool duration = std::holds_alternative<DurationValue>(value);
  if ((date == nullptr && !duration) || styles_.format(style) != NumberFormat::plain) {
    return style;
  }
  return styles_.with_format(style, duration ? format_elapsed : date->date_only ? format_date_only : format_date_time);
}

CellWriter::Content CellWriter::content_of(const CellValue& value, CellPlace place) const {
  if (is_clear(value)) {
    return {};
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    if (utf16_length(*text) > longest_text) {
      throw Error(ErrorKind::input,
                  fmt::format("the text for cell {} is longer than the {} characters that a cell can hold",
                              cell_name(place.row, place.column), longest_text));
    }
    const std::string_view space = needs_preserved_space(*text) ? " xml:space=\"preserve\"" : "";
    return {"inlineStr", fmt::format("<{0}is><{0}t{1}>{2}</{0}t></{0}is>", prefix_, space, encode_text(*text))};
  }
  double number = 0;
  if (const auto* date = std::get_if<DateValue>(&value)) {
    number = serial_from_wall(date->wall_s, date_1904_);
  } else if (const auto* duration = std::get_if<DurationValue>(&value)) {
    number = duration->seconds / seconds_per_day;
    if (number < 0) { // shown as ##### by Excel
      throw Error(ErrorKind::input,
                  fmt::format("the duration for cell {} is negative", cell_name(place.row, place.column)));
    }
  } else {
    number = std::get<double>(value);
  }
  if (!std::isfinite(number)) {
    throw Error(ErrorKind::input,
                fmt::format("the value for cell {} is not a finite number", cell_name(place.row, place.column)));
  }
  return {"", fmt::format("<{0}v>{1}</{0}v>", prefix_, number)};
}

std::string CellWriter::finished(std::string tag, const Content& content) const {
  if (!content.type.empty()) {
    tag = with_attribute(tag, "t", content.type);
  }
  const bool self_closed = tag.ends_with("/>");
  if (content.xml.empty()) {
    return self_closed ? tag : tag.substr(0, tag.size() - 1) + "/>";
  }
  if (self_closed) {
    tag.replace(tag.find_last_not_of(" \t\r\n", tag.size() - 3) + 1, std::string::npos, ">");
  }
  return fmt::format("{}{}</{}c>", tag, content.xml, prefix_);
}

std::string CellWriter::new_cell(CellPlace place, std::uint32_t style, const CellValue& value) const {
  auto tag = fmt::format("<{}c r=\"{}\"", prefix_, cell_name(place.row, place.column));
  if (style != 0) {
    tag += fmt::format(" s=\"{}\"", style);
  }
  return finished(tag + ">", content_of(value, place));
}

std::string CellWriter::changed_cell(std::string_view cell, CellPlace place, std::uint32_t old_style,
                                     std::uint32_t style, const CellValue& value) const {
  auto tag = std::string(start_tag(cell));
  for (const std::string_view of_old_value : {"t", "cm", "vm"}) { // the type, and metadata of the value
    tag = without_attribute(tag, of_old_value);
  }
  if (style != old_style) {
    tag = with_attribute(tag, "s", std::to_string(style));
  }
  return finished(std::move(tag), content_of(value, place));
}

} // namespace tracekit::xlsx
