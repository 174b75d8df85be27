// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "base/file.hpp"
#include "formats/table.hpp"

namespace tracekit::spreadsheet {

/// Whether a copy of the file as it was is kept beside it.
enum class Backup { keep, skip };

/// A workbook or CSV on disk as it was at one moment.
class SheetFile {
public:
  /// Reads it whole. Throws Error(input) naming the file, also when it has no bytes; Error(conflict) when somebody is
  /// writing it right now.
  SheetFile(const std::filesystem::path& path, std::string sheet);

  [[nodiscard]] const Table& table() const { return table_; }
  [[nodiscard]] const Bytes& bytes() const { return bytes_; }
  [[nodiscard]] const FileStamp& stamp() const { return stamp_; }

  /// Writes cells and rows and replaces the file atomically; of a link, what it points to. Throws Error(conflict) when
  /// somebody has the file open or changed it since it was read; then nothing is written.
  void edit(std::span<const CellEdit> edits, std::span<const NewRow> appended, Backup backup) const;

  /// What to do when the file should hold rows and does not.
  [[nodiscard]] std::string advice_for_lost_rows() const;

private:
  [[nodiscard]] std::string name() const { return path_.filename().string(); }
  void refuse_if_open() const;
  void refuse_if_changed() const;
  void keep_backup() const;
  void replace(const Bytes& content) const;

  std::filesystem::path path_;
  std::string sheet_;
  FileStamp stamp_;
  Bytes bytes_;
  Table table_;
};

} // namespace tracekit::spreadsheet
