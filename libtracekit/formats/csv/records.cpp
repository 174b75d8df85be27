// SPDX-License-Identifier: MIT
#include "formats/csv/records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/table.hpp"

namespace tracekit::csv {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::array<char, 3> separators = {',', ';', '\t'};

void refuse_other_files(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    throw Error(ErrorKind::input, "the CSV file is UTF-16", "save it as \"CSV UTF-8\"");
  }
  if (text.find('\0') != std::string_view::npos) {
    throw Error(ErrorKind::input, "the file is not CSV: it has zero bytes", "save it as \"CSV UTF-8\"");
  }
}

/// The length of the line ending at a place, 0 when there is none.
std::size_t line_ending(std::string_view text, std::size_t at) {
  if (text[at] == '\r') {
    return text.substr(at).starts_with("\r\n") ? 2 : 1;
  }
  return text[at] == '\n' ? 1 : 0;
}

/// Takes the line `sep=;`, which Excel understands and does not show.
void take_separator_line(std::string_view text, Records& out) {
  const auto line = text.substr(out.start);
  if (line.size() >= 5 && equals_ignoring_case(line.substr(0, 4), "sep=") &&
      (line.size() == 5 || line_ending(line, 5) > 0)) {
    out.separator = line[4];
    out.start += line.size() == 5 ? 5 : 5 + line_ending(line, 5);
    out.first_row = 2;
  }
}

/// Behind the quote that closes the one at `open`; nothing when none does.
std::optional<std::size_t> behind_quoted(std::string_view text, std::size_t open) {
  for (std::size_t at = open + 1;; at += 2) {
    at = text.find('"', at);
    if (at == std::string_view::npos) {
      return std::nullopt;
    }
    if (at + 1 >= text.size() || text[at + 1] != '"') {
      return at + 1;
    }
  }
}

/// What a record looks like if its fields are parted by `separator`.
struct Reading {
  std::size_t end = 0; ///< of the record
  // Of what lies before the limit:
  std::size_t separators = 0;
  bool clean = true; ///< quotes enclose whole fields
};

Reading reading_of(std::string_view text, std::size_t at, char separator, std::size_t limit) {
  const std::array<char, 3> stops = {separator, '\r', '\n'};
  Reading reading;
  while (true) {
    const bool quoted = at < text.size() && text[at] == '"';
    const std::size_t behind = quoted ? behind_quoted(text, at).value_or(text.size()) : at;
    reading.end = std::min(text.find_first_of({stops.data(), stops.size()}, behind), text.size());
    if (at < limit) {
      reading.clean = reading.clean && (quoted ? reading.end == behind && behind <= limit
                                               : text.substr(at, reading.end - at).find('"') == std::string_view::npos);
    }
    if (reading.end == text.size() || text[reading.end] != separator) {
      return reading;
    }
    reading.separators += reading.end < limit ? 1 : 0;
    at = reading.end + 1;
  }
}

/// The separator that the first line with content has most of. It must not depend on later rows, which are edited: only
/// what the shortest reading of that line covers counts.
char detect_separator(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of("\r\n"), text.size());
  std::size_t end = text.size();
  for (const char separator : separators) {
    end = std::min(end, reading_of(text, begin, separator, end).end);
  }
  return *std::ranges::max_element(separators, {}, [&](char separator) {
    const Reading reading = reading_of(text, begin, separator, end);
    return std::pair(reading.clean, reading.separators);
  });
}

/// The field at a place; afterwards the place is at the separator, line ending or end of the file.
FieldSpan take_field(std::string_view text, std::size_t& at, std::string_view stops) {
  const std::size_t begin = at;
  if (at < text.size() && text[at] == '"') {
    const auto behind = behind_quoted(text, at);
    if (!behind) {
      const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
      throw Error(ErrorKind::input,
                  fmt::format("the CSV file is damaged: the quote that opens in line {} is never closed", line));
    }
    at = *behind;
  }
  at = std::min(text.find_first_of(stops, at), text.size());
  return {begin, at};
}

/// What a field like 10,5 or -3.25 has between its digits, 0 for any other field.
char decimal_sign(std::string_view field) {
  constexpr std::string_view digits = "0123456789";
  if (field.starts_with('-')) {
    field.remove_prefix(1);
  }
  const auto sign = field.find_first_not_of(digits);
  const bool split = sign != std::string_view::npos && sign > 0 && sign + 1 < field.size() &&
                     field.find_first_not_of(digits, sign + 1) == std::string_view::npos;
  return split ? field[sign] : char{0};
}

} // namespace

Records split_records(std::string_view text) {
  refuse_other_files(text);
  Records out;
  out.start = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  out.separator = detect_separator(text.substr(out.start));
  take_separator_line(text, out);
  const std::array<char, 3> stops = {out.separator, '\r', '\n'};
  for (std::size_t at = out.start; at < text.size();) {
    RecordSpan record;
    record.begin = at;
    record.first_field = out.fields.size();
    while (true) {
      out.fields.push_back(take_field(text, at, {stops.data(), stops.size()}));
      if (at >= text.size() || line_ending(text, at) > 0) {
        break;
      }
      ++at;
    }
    if (at == record.begin) {
      out.fields.pop_back();
    }
    record.end = at;
    at += at < text.size() ? line_ending(text, at) : 0;
    record.next = at;
    record.field_count = out.fields.size() - record.first_field;
    out.records.push_back(record);
    if (out.records.size() + out.first_row - 1 > max_table_rows || record.field_count > max_table_columns) {
      throw Error(ErrorKind::input,
                  fmt::format("the CSV file has more than {} rows, or more than {} columns in row {}", max_table_rows,
                              max_table_columns, out.records.size() + out.first_row - 1));
    }
  }
  return out;
}

std::string field_value(std::string_view field) {
  if (!field.starts_with('"')) {
    return std::string(field);
  }
  std::string value;
  std::size_t at = 1;
  while (at < field.size()) {
    const auto quote = field.find('"', at);
    value += field.substr(at, quote - at);
    if (quote == std::string_view::npos || quote + 1 >= field.size()) {
      break;
    }
    if (field[quote + 1] != '"') {
      value += field.substr(quote + 1); // stray text behind the closing quote
      break;
    }
    value += '"';
    at = quote + 2;
  }
  return value;
}

bool has_decimal_comma(std::string_view text, const Records& records) {
  if (records.separator == ',') {
    return false;
  }
  std::ptrdiff_t balance = 0;
  for (const auto& field : records.fields) {
    const char sign = decimal_sign(text.substr(field.begin, field.end - field.begin));
    balance += sign == ',' ? 1 : sign == '.' ? -1 : 0;
  }
  return balance > 0;
}

} // namespace tracekit::csv
