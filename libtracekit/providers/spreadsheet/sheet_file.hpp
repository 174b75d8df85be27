// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "base/file.hpp"
#include "formats/table.hpp"

namespace tracekit::spreadsheet {

/// A workbook or CSV on disk as it was at one moment.
class SheetFile {
public:
  /// Reads it whole. Throws Error(input) naming the file.
  SheetFile(std::filesystem::path path, std::string sheet);

  [[nodiscard]] const Table &table() const { return table_; }
  [[nodiscard]] const Bytes &bytes() const { return bytes_; }
  [[nodiscard]] const FileStamp &stamp() const { return stamp_; }

  /// Writes cells and rows: keeps a copy of the file as it was (`<name>.backup.<ending>`, `backup` only) and replaces it
  /// atomically. Throws Error(conflict) when somebody has the file open or changed it since it was read; then nothing is written.
  void edit(std::span<const CellEdit> edits, std::span<const NewRow> appended, bool backup);

private:
  void refuse_if_busy() const;
  std::filesystem::path path_;
  std::string sheet_;
  FileStamp stamp_;
  Bytes bytes_;
  Table table_;
};

} // namespace tracekit::spreadsheet
