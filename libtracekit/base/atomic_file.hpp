// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/bytes.hpp"

namespace tracekit {

/// A file that is written piece by piece and has its name only once it is whole: after a crash, or when it is dropped
/// before, nothing of it is there. Everything throws Error(input) naming the path.
class AtomicFile {
public:
  enum class Existing { keep, replace };

  explicit AtomicFile(std::filesystem::path path, Existing existing, unsigned mode = 0644);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(ByteView piece);
  /// Flushes to disk and gives the file its name. False, and nothing there, when the name is taken and `existing` is
  /// to be kept.
  bool finish();
  /// Where what was written is until then, for whoever reads it once more before it counts.
  [[nodiscard]] std::filesystem::path unfinished_path() const;

private:
  class Temporary;
  std::filesystem::path path_;
  Existing existing_;
  std::unique_ptr<Temporary> temporary_;
};

/// Removes what killed processes left of files in a folder, where `is_wanted` says so of the name that the file would
/// have had. Those that somebody is writing stay, and so does whatever cannot be removed.
void remove_unfinished_files(const std::filesystem::path& folder,
                             const std::function<bool(const std::string& name)>& is_wanted);

/// Gives a file or folder another name, in the place of a file that has it, and makes that last.
void rename_for_good(const std::filesystem::path& from, const std::filesystem::path& to);

/// The same for a name that must be free; false, and nothing done, when it is taken.
bool rename_to_free_name(const std::filesystem::path& from, const std::filesystem::path& to);

/// The same for many, quickly: they last once `sync_folder` was called for each folder.
bool rename_to_free_name_for_now(const std::filesystem::path& from, const std::filesystem::path& to);

/// Makes what was renamed in a folder last. Failing to open it for that is no reason to fail.
void sync_folder(const std::filesystem::path& folder);

/// Two files of one disk have each other's name, in one step, and that lasts. False, and nothing done, where the disk
/// cannot do that.
bool exchange_names(const std::filesystem::path& one, const std::filesystem::path& other);

} // namespace tracekit
