// SPDX-License-Identifier: MIT
#include "providers/spreadsheet/sheet_file.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/csv/csv.hpp"
#include "formats/xlsx/xlsx.hpp"

namespace tracekit::spreadsheet {
namespace {

namespace fs = std::filesystem;

bool is_csv(const fs::path &path) {
  const std::string ending = to_lower(path.extension().string());
  return ending == ".csv" || ending == ".tsv" || ending == ".txt";
}

Table read_table(const fs::path &path, const std::string &sheet, const Bytes &bytes) {
  try {
    return is_csv(path) ? read_csv(bytes) : read_xlsx(bytes, sheet);
  } catch (const Error &error) {
    throw Error(error.kind(), fmt::format("{}: {}", path.filename().string(), error.what()), error.hint());
  }
}

} // namespace

SheetFile::SheetFile(fs::path path, std::string sheet)
    : path_(std::move(path)), sheet_(std::move(sheet)), stamp_(stamp_of(path_)), bytes_(read_file(path_)), table_(read_table(path_, sheet_, bytes_)) {}

void SheetFile::refuse_if_busy() const {
  const std::string name = path_.filename().string();
  for (const std::string &lock : {".~lock." + name + "#", "~$" + name}) {
    if (fs::exists(path_.parent_path() / lock)) {
      throw Error(ErrorKind::conflict, fmt::format("{} is open in another program", name), "close it there, then run this again");
    }
  }
  if (stamp_of(path_) != stamp_) {
    throw Error(ErrorKind::conflict, fmt::format("{} was changed while it was being edited", name), "run this again");
  }
}

void SheetFile::edit(std::span<const CellEdit> edits, std::span<const NewRow> appended, bool backup) {
  refuse_if_busy();
  Bytes changed;
  try {
    changed = is_csv(path_) ? edit_csv(bytes_, edits, appended) : edit_xlsx(bytes_, table_.sheet, edits, appended);
  } catch (const Error &error) {
    throw Error(error.kind(), fmt::format("{}: {}", path_.filename().string(), error.what()), error.hint());
  }
  if (backup) {
    write_file_atomically(path_.parent_path() / fmt::format("{}.backup{}", path_.stem().string(), path_.extension().string()), bytes_);
  }
  refuse_if_busy(); // once more, right before it is replaced
  write_file_atomically(path_, changed);
}

} // namespace tracekit::spreadsheet
