// SPDX-License-Identifier: MIT
#include "providers/spreadsheet/sheet_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/csv/csv.hpp"
#include "formats/xlsx/xlsx.hpp"

namespace tracekit::spreadsheet {
namespace {

namespace fs = std::filesystem;

constexpr int read_attempts = 3;
constexpr std::size_t backups_kept = 5;

bool is_csv(const fs::path& path) {
  const std::string ending = to_lower(path.extension().string());
  return ending == ".csv" || ending == ".tsv" || ending == ".txt";
}

/// Runs `work` and puts the file's name before what it complains about.
template <typename Work> auto naming(const fs::path& path, Work work) {
  try {
    return work();
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{}: {}", path.filename().string(), error.what()), error.hint());
  }
}

/// The number of a backup of this file, nothing for other files: `log.backup-12.xlsx`.
std::optional<long long> backup_number(const std::string& name, const fs::path& file) {
  const std::string front = file.stem().string() + ".backup-";
  const std::string back = file.extension().string();
  if (!name.starts_with(front) || !name.ends_with(back) || name.size() <= front.size() + back.size()) {
    return std::nullopt;
  }
  return parse_integer(name.substr(front.size(), name.size() - front.size() - back.size()));
}

/// The numbers of all backups of this file, ascending.
std::vector<long long> backup_numbers(const fs::path& file) {
  std::vector<long long> numbers;
  for (const fs::directory_entry& entry : fs::directory_iterator(file.parent_path())) {
    if (const auto number = backup_number(entry.path().filename().string(), file)) {
      numbers.push_back(*number);
    }
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

fs::path backup_path(const fs::path& file, long long number) {
  return file.parent_path() / fmt::format("{}.backup-{}{}", file.stem().string(), number, file.extension().string());
}

} // namespace

SheetFile::SheetFile(const fs::path& path, std::string sheet) : sheet_(std::move(sheet)) {
  std::error_code missing; // reading says it better
  path_ = fs::canonical(path, missing);
  path_ = missing ? path : path_;
  for (int attempt = 1;; ++attempt) {
    stamp_ = stamp_of(path_);
    bytes_ = read_file(path_);
    if (stamp_of(path_) == stamp_) {
      break;
    }
    if (attempt == read_attempts) {
      throw Error(ErrorKind::conflict, fmt::format("{} is being written right now", name()), "run this again");
    }
  }
  if (bytes_.empty()) {
    throw Error(ErrorKind::input, fmt::format("{} is empty: it has not one byte", name()), advice_for_lost_rows());
  }
  table_ = naming(path_, [&] { return is_csv(path_) ? read_csv(bytes_) : read_xlsx(bytes_, sheet_); });
}

void SheetFile::edit(std::span<const CellEdit> edits, std::span<const NewRow> appended, Backup backup) const {
  refuse_if_open();
  refuse_if_changed();
  const Bytes changed = naming(path_, [&] {
    return is_csv(path_) ? edit_csv(bytes_, edits, appended) : edit_xlsx(bytes_, sheet_, edits, appended);
  });
  if (changed == bytes_) {
    return;
  }
  if (backup == Backup::keep) {
    keep_backup();
  }
  replace(changed);
}

std::string SheetFile::advice_for_lost_rows() const {
  const std::vector<long long> numbers = backup_numbers(path_);
  return numbers.empty() ? "put a copy of the log back, or begin one with a row of headings: Date, Type, Distance ..."
                         : fmt::format("put a copy of the log back; the last that tracekit kept is {}",
                                       backup_path(path_, numbers.back()).filename().string());
}

void SheetFile::refuse_if_open() const {
  for (const std::string& lock : {".~lock." + name() + "#", "~$" + name()}) {
    if (fs::exists(path_.parent_path() / lock)) {
      throw Error(ErrorKind::conflict, fmt::format("{} is open in another program", name()),
                  fmt::format("close it there and run this again; if it is not open, remove {}", lock));
    }
  }
}

void SheetFile::refuse_if_changed() const {
  if (stamp_of(path_) != stamp_) {
    throw Error(ErrorKind::conflict,
                fmt::format("{} was changed by somebody else just now, so nothing was written", name()),
                "run this again");
  }
}

void SheetFile::keep_backup() const {
  const std::vector<long long> numbers = backup_numbers(path_);
  write_file_atomically(backup_path(path_, numbers.empty() ? 1 : numbers.back() + 1), bytes_);
  for (std::size_t i = 0; i + backups_kept <= numbers.size(); ++i) {
    std::error_code ignored; // an old backup too many does no harm
    fs::remove(backup_path(path_, numbers[i]), ignored);
  }
}

/// The new content waits beside the file, so that hardly any time lies between the last look at the old one and its
/// end.
void SheetFile::replace(const Bytes& content) const {
  const fs::path waiting = path_.parent_path() / fmt::format(".{}.tracekit-new", name());
  const auto mode = static_cast<unsigned>(fs::status(path_).permissions() & fs::perms::mask);
  std::error_code problem;
  fs::remove(waiting, problem); // of a run that was killed, with whatever mode it had
  write_file_atomically(waiting, content, mode);
  try {
    refuse_if_open();
    refuse_if_changed();
    fs::rename(waiting, path_, problem);
    if (problem) {
      throw Error(ErrorKind::input, fmt::format("cannot write {}: {}", path_.string(), problem.message()));
    }
  } catch (const Error&) {
    fs::remove(waiting, problem);
    throw;
  }
}

} // namespace tracekit::spreadsheet
