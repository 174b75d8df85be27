// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/error.hpp"
#include "formats/csv/csv.hpp"
#include "formats/csv/encoding.hpp"
#include "formats/csv/records.hpp"
#include "formats/splices.hpp"

namespace tracekit {
namespace {

using Fields = std::map<std::uint32_t, CellValue>; // by column

class CsvEditor {
public:
  explicit CsvEditor(std::string_view text)
      : text_(text), layout_(csv::split_records(text)), encoding_(csv::detect_encoding(text)),
        decimal_comma_(csv::has_decimal_comma(text, layout_)) {}

  void change(std::uint32_t row, const Fields& fields) {
    const auto index = static_cast<std::size_t>(row) - layout_.first_row; // wraps around below the first row
    if (row < layout_.first_row || index >= layout_.records.size()) {
      throw Error(ErrorKind::not_found, fmt::format("the CSV file has no row {}", row));
    }
    const auto& record = layout_.records[index];
    const auto spans = layout_.fields_of(record);
    std::string behind;
    std::size_t count = spans.size();
    for (const auto& [column, value] : fields) {
      if (column < spans.size()) {
        change_field(spans[column], value);
        continue;
      }
      const auto written = written_field(value, false);
      if (written.empty()) {
        continue;
      }
      behind.append(column - count + (count == 0 ? 0 : 1), layout_.separator);
      behind += written;
      count = column + std::size_t{1};
    }
    if (!behind.empty()) {
      splices_.insert(record.end, std::move(behind));
    }
  }

  void append(std::span<const NewRow> rows) {
    const auto* last = last_held();
    const std::string line_end = line_ending();
    std::string lines;
    for (const auto& row : rows) {
      lines += line_of(row) + line_end;
    }
    if (rows.empty()) {
      return;
    }
    if (last == nullptr) {
      splices_.insert(layout_.start, std::move(lines));
    } else if (last->next > last->end) {
      splices_.insert(last->next, std::move(lines));
    } else { // the file does not end with a line ending, and need not
      splices_.insert(last->end, line_end + lines.substr(0, lines.size() - line_end.size()));
    }
  }

  Bytes finish() {
    const auto out = splices_.apply(text_);
    const auto bytes = as_bytes(out);
    return {bytes.begin(), bytes.end()};
  }

private:
  void change_field(const csv::FieldSpan& span, const CellValue& value) {
    const auto old = text_.substr(span.begin, span.end - span.begin);
    auto written = written_field(value, old.starts_with('"'));
    if (written != old) {
      splices_.replace(span.begin, span.end, std::move(written));
    }
  }

  /// A value as it stands in the file; empty for nothing.
  [[nodiscard]] std::string written_field(const CellValue& value, bool quoted) const {
    std::string field = text_of(value);
    if (encoding_ == csv::Encoding::windows_1252) {
      field = csv::windows_1252_of_utf8(field);
    }
    const std::array<char, 4> special = {layout_.separator, '"', '\r', '\n'};
    const bool padded = !field.empty() && (field.front() == ' ' || field.back() == ' ');
    if (field.empty() ||
        (!quoted && !padded && field.find_first_of({special.data(), special.size()}) == std::string::npos)) {
      return field;
    }
    std::string out = "\"";
    for (const char c : field) {
      out += c == '"' ? std::string_view("\"\"") : std::string_view(&c, 1);
    }
    return out + '"';
  }

  [[nodiscard]] std::string text_of(const CellValue& value) const {
    if (const auto* text = std::get_if<std::string>(&value)) {
      return *text;
    }
    if (const auto* date = std::get_if<DateValue>(&value)) {
      auto text = format_wall(date->wall_s);
      text.replace(10, 1, " ");
      return date->date_only ? text.substr(0, 10) : text;
    }
    if (const auto* duration = std::get_if<DurationValue>(&value)) {
      check_duration(duration->seconds);
      return format_duration(duration->seconds);
    }
    if (const auto* number = std::get_if<double>(&value)) {
      check_finite(*number);
      auto text = fmt::format("{}", *number);
      if (decimal_comma_) {
        std::ranges::replace(text, '.', ',');
      }
      return text;
    }
    return {};
  }

  static void check_finite(double number) {
    if (!std::isfinite(number)) {
      throw Error(ErrorKind::input, "a value for the CSV file is not a finite number");
    }
  }

  static void check_duration(double seconds) {
    constexpr double ten_thousand_years = 3.2e11;
    if (!(seconds >= 0 && seconds < ten_thousand_years)) {
      throw Error(ErrorKind::input, fmt::format("a CSV file cannot hold a duration of {} seconds", seconds));
    }
  }

  /// A record as wide as the header, without its line ending.
  [[nodiscard]] std::string line_of(const NewRow& row) const {
    Fields fields;
    for (const auto& cell : row.cells) {
      fields[cell.column] = cell.value;
    }
    const auto held =
        std::ranges::find_if(layout_.records, [this](const csv::RecordSpan& record) { return holds(record); });
    std::size_t width = held == layout_.records.end() ? 0 : held->field_count;
    if (!fields.empty()) {
      width = std::max<std::size_t>(width, fields.rbegin()->first + std::size_t{1});
    }
    std::string line;
    for (std::uint32_t column = 0; column < width; ++column) {
      if (column > 0) {
        line += layout_.separator;
      }
      const auto field = fields.find(column);
      line += field == fields.end() ? std::string{} : written_field(field->second, false);
    }
    return line;
  }

  [[nodiscard]] bool holds(const csv::RecordSpan& record) const {
    return std::ranges::any_of(layout_.fields_of(record), [this](const csv::FieldSpan& field) {
      return !csv::field_value(text_.substr(field.begin, field.end - field.begin)).empty();
    });
  }

  [[nodiscard]] const csv::RecordSpan* last_held() const {
    const auto found = std::find_if(layout_.records.rbegin(), layout_.records.rend(),
                                    [this](const csv::RecordSpan& record) { return holds(record); });
    return found == layout_.records.rend() ? nullptr : &*found;
  }

  /// The file's own, as its first record ends.
  [[nodiscard]] std::string line_ending() const {
    const auto& records = layout_.records;
    return records.empty() || records.front().next == records.front().end
               ? "\r\n"
               : std::string(text_.substr(records.front().end, records.front().next - records.front().end));
  }

  std::string_view text_;
  csv::Records layout_;
  csv::Encoding encoding_;
  bool decimal_comma_;
  Splices splices_;
};

void check_column(std::uint32_t column) {
  if (column >= max_table_columns) {
    throw Error(ErrorKind::usage, fmt::format("column {} is outside what a sheet can hold", column + std::uint64_t{1}));
  }
}

} // namespace

Bytes edit_csv(ByteView bytes, std::span<const CellEdit> edits, std::span<const NewRow> appended) {
  CsvEditor editor(as_text(bytes));
  std::map<std::uint32_t, Fields> rows;
  for (const auto& edit : edits) {
    check_column(edit.column);
    rows[edit.row][edit.column] = edit.value;
  }
  for (const auto& row : appended) {
    for (const auto& cell : row.cells) {
      check_column(cell.column);
    }
  }
  for (const auto& [row, fields] : rows) {
    editor.change(row, fields);
  }
  editor.append(appended);
  return editor.finish();
}

} // namespace tracekit
