// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "base/bytes.hpp"
#include "formats/table.hpp"

namespace tracekit {

/// Reads comma, semicolon or tab separated values (RFC 4180): UTF-8 with or without a byte order mark,
/// else Windows-1252; any line ending. The separator is the most frequent one of the first line that is not blank (or
/// what a `sep=;` line says). A row is a record, blank ones count; a field that is a whole decimal number is a number,
/// with a decimal comma where the file writes its numbers so.
/// Throws Error(input) naming the line: a quote that is never closed, UTF-16, zero bytes, too many rows or columns.
Table read_csv(ByteView bytes);

/// Changes single fields and adds records below the last one that holds something; every other byte stays, and
/// new text follows the file's encoding, separator, line ending, decimal sign and, in a changed field, its quotes.
/// Dates are written `2025-08-03` or `2025-08-03 07:15:00`, durations H:MM:SS.
/// Throws, besides what `read_csv` throws, Error(not_found) for a row beyond the end and Error(input) for a
/// character that the file's encoding does not have.
Bytes edit_csv(ByteView bytes, std::span<const CellEdit> edits, std::span<const NewRow> appended = {});

} // namespace tracekit
