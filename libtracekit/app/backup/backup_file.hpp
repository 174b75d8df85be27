// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/backup/manifest.hpp"
#include "base/atomic_file.hpp"
#include "base/running_hash.hpp"
#include "base/secret.hpp"
#include "base/spool_file.hpp"
#include "config/encryption.hpp"
#include "formats/archive/zip_reader.hpp"
#include "formats/archive/zip_writer.hpp"

namespace tracekit::app {

/// A backup is a zip archive, encrypted as a whole or not, whose comment, its last bytes, is the SHA-256 of every byte
/// before. docs/reference/backup.md tells the form.

/// Writes one. The file has its name only once it is finished; before, nothing is there. Throws Error(input) naming it.
class BackupWriter {
public:
  /// Throws Error(input) when the name is taken, too.
  BackupWriter(const std::filesystem::path& path, const std::optional<Secret>& passphrase,
               config::GuessingCost cost = {});
  ~BackupWriter();
  BackupWriter(const BackupWriter&) = delete;
  BackupWriter& operator=(const BackupWriter&) = delete;

  /// Adds a file of any size. `between` is called between pieces of it with their size.
  BackedUpFile add(const std::string& name, const std::filesystem::path& content,
                   const std::function<void(std::uint64_t bytes)>& between);
  BackedUpFile add(const std::string& name, ByteView content, EpochSeconds modified_s);

  /// Writes what is in it. Nothing may be added afterwards.
  void finish(const BackupManifest& manifest);
  /// Where it is meanwhile, to be read again.
  [[nodiscard]] std::filesystem::path unfinished_path() const { return file_.unfinished_path(); }
  /// Gives the file its name. Throws Error(input) when the name is taken.
  void keep();

private:
  void put(ByteView piece);

  std::filesystem::path path_;
  AtomicFile file_;
  std::unique_ptr<config::Encryption> encryption_;
  RunningHash hash_;
  archive::ZipWriter zip_;
};

/// Reads one. Opening it reads every byte: what is not exactly as it was written is refused with Error(input) naming
/// it.
class BackupReader {
public:
  /// `passphrase` is asked when it is encrypted; then it is decrypted into a file without a name in `scratch`.
  BackupReader(std::filesystem::path path, const std::function<Secret()>& passphrase,
               const std::filesystem::path& scratch);

  [[nodiscard]] const BackupManifest& manifest() const { return manifest_; }
  [[nodiscard]] bool was_encrypted() const { return was_encrypted_; }

  /// Hands out a file of the manifest, piece by piece. Throws Error(input) when it is not what the manifest says.
  void read(std::size_t file, const std::function<void(ByteView)>& take);

private:
  [[noreturn]] void refuse(const std::string& what, const std::string& hint = {}) const;
  FileHandle opened(const std::function<Secret()>& passphrase, const std::filesystem::path& scratch);
  void read_manifest();

  std::filesystem::path path_;
  bool was_encrypted_ = false;
  std::unique_ptr<archive::ZipReader> zip_;
  BackupManifest manifest_;
  std::vector<std::size_t> first_members_; ///< of each file
};

} // namespace tracekit::app
