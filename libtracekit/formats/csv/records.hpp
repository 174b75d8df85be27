// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tracekit::csv {

/// Offsets are bytes of the file; `end` is behind the last byte.
struct FieldSpan {
  std::size_t begin = 0;
  std::size_t end = 0; ///< with its quotes
};

struct RecordSpan {
  std::size_t begin = 0;
  std::size_t end = 0;  ///< before the line ending
  std::size_t next = 0; ///< behind the line ending; equal to `end` at the end of the file
  std::size_t first_field = 0;
  std::size_t field_count = 0; ///< 0 of a blank line
};

/// How a file is written and where its records and fields lie.
struct Records {
  char separator = ',';
  std::size_t start = 0;       ///< of the first record: behind a byte order mark and a `sep=;` line
  std::uint32_t first_row = 1; ///< number of the first record: 2 behind a `sep=;` line
  std::vector<RecordSpan> records;
  std::vector<FieldSpan> fields; ///< record by record

  [[nodiscard]] std::span<const FieldSpan> fields_of(const RecordSpan& record) const {
    return std::span(fields).subspan(record.first_field, record.field_count);
  }
};

/// Works on the bytes of any encoding that contains ASCII. Throws Error(input): see read_csv.
Records split_records(std::string_view text);

/// A field without its quotes.
std::string field_value(std::string_view field);

/// Whether the file writes its numbers with a decimal comma: more fields look like 10,5 than like 10.5.
bool has_decimal_comma(std::string_view text, const Records& records);

} // namespace tracekit::csv
