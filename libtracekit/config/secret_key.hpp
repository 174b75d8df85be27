// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/environment.hpp"
#include "config/sealed.hpp"

namespace tracekit::config {

/// A key opens what it sealed. While keys are changed there are several: all of them open, and the first one seals
/// where the database does not say which (store::Sealing).
using SecretKeys = std::vector<SecretKey>;

/// Reads one key or several, with white space or commas between them. Throws Error(config) as `<name>: ...` when there
/// is none or one of them is no key.
SecretKeys parse_keys(std::string_view text, std::string_view name);

/// The keys of this installation: `TRACEKIT_SECRET_KEY`, else the content of the file that `TRACEKIT_SECRET_KEY_FILE`
/// names, else `secret.key` in the data folder, which is made (mode 0600) on first use, safe against another process
/// doing the same. Never empty. Throws Error(config) naming variable or file: not a key, unreadable, or a key file that
/// others may read.
SecretKeys installation_keys(const Environment& environment, const std::filesystem::path& data_dir);

/// The key file in a data folder.
std::filesystem::path key_file(const std::filesystem::path& data_dir);

/// Reads a key file. Throws Error(config) naming it when it is missing, no key, or open to group or others.
SecretKeys read_key_file(const std::filesystem::path& path);

/// Makes a key file with a new random key, unless there is one already, and returns what is in it.
SecretKeys make_key_file(const std::filesystem::path& path);

/// Puts a key file with these keys in the place of another, at once and to last.
void write_key_file(const std::filesystem::path& path, std::span<const SecretKey> keys);

/// Beside a key file, where a key that it held goes when another one takes its place; `name` is SecretKey::name.
std::filesystem::path earlier_key_file(const std::filesystem::path& key_file, const std::string& name);

/// Held while the keys in a file are changed, since several databases, each with locks of its own, may share the file.
class KeyFileLock {
public:
  /// Throws Error(conflict) when somebody else holds it, Error(config) when it cannot be had.
  explicit KeyFileLock(const std::filesystem::path& key_file);
  ~KeyFileLock();
  KeyFileLock(const KeyFileLock&) = delete;
  KeyFileLock& operator=(const KeyFileLock&) = delete;

private:
  int descriptor_ = -1;
};

} // namespace tracekit::config
