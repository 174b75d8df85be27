// SPDX-License-Identifier: MIT
#include "config/config_file.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <sodium.h>

#include <array>

#include "base/error.hpp"
#include "base/file.hpp"
#include "config/option_value.hpp"

namespace tracekit::config {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t config_limit = std::uint64_t{1} << 20U;

/// SHA-256 as hexadecimal digits. Every command reads the settings, and this library answers at once; the faster one
/// for files (base/hash.hpp) first spends a millisecond and a half on getting ready.
std::string hash_of(std::string_view text) {
  const ByteView bytes = as_bytes(text);
  std::array<std::uint8_t, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), bytes.data(), bytes.size());
  std::array<char, 2 * digest.size() + 1> digits{};
  return sodium_bin2hex(digits.data(), digits.size(), digest.data(), digest.size());
}

void make_folder(const fs::path& path) {
  std::error_code code;
  fs::create_directories(path.parent_path().empty() ? fs::path(".") : path.parent_path(), code);
  if (code) {
    throw Error(ErrorKind::config, fmt::format("cannot make the folder of {}: {}", path.string(), code.message()));
  }
}

void make_private(const fs::path& path) {
  std::error_code code;
  if (fs::exists(path, code)) {
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write, code);
    if (code) {
      throw Error(ErrorKind::config,
                  fmt::format("cannot make {}, which holds secrets, private: {}", path.string(), code.message()));
    }
  }
}

} // namespace

ConfigFile parse_config(std::string_view text, const fs::path& path, const Schema& schema) {
  const std::string name = path.string();
  DocumentValues content = read_document(schema, name, parse_document(text, name));
  if (!content.unknown.empty()) {
    const Problem& first = content.unknown.front();
    throw Error(ErrorKind::config, fmt::format("{}: {}", name, first.sentence), first.hint);
  }
  return {path, hash_of(text), std::move(content)};
}

ConfigFile read_config(const fs::path& path, const Schema& schema) {
  Bytes bytes;
  try {
    bytes = read_file(path, config_limit);
  } catch (const Error& error) {
    throw Error(ErrorKind::config, error.what(), "name another file with --config, or run tracekit configure");
  }
  return parse_config(as_text(bytes), path, schema);
}

void set_value(ConfigFile& file, const Schema& schema, std::string_view key, std::string_view text,
               const fs::path& working_dir) {
  const KnownSetting setting = setting_or_refuse(schema, key);
  if (setting.option.secret) {
    throw Error(ErrorKind::config, fmt::format("{}: a secret is not written to {}", key, file.path.string()),
                fmt::format("it is sealed in the database, or set {}_FILE", environment_names(setting).back()));
  }
  std::string value = value_from_text(setting.option, key, text);
  const bool is_plain_path = setting.option.kind == OptionKind::path || setting.key == "metadata_db";
  const fs::path given(value);
  if (is_plain_path && !value.empty() && value.find(':') == std::string::npos && !value.starts_with('~') &&
      given.is_relative() && working_dir != file.path.parent_path()) {
    value = (working_dir / given).lexically_normal().string();
  }
  file.content.values.insert_or_assign(setting.key, std::move(value));
}

void unset_value(ConfigFile& file, const Schema& schema, std::string_view key) {
  const KnownSetting setting = setting_or_refuse(schema, key);
  file.content.values.erase(setting.key);
  file.content.secrets.erase(setting.key);
}

void write_config(ConfigFile& file, const Schema& schema) {
  const std::string text = write_document(schema, file.content);
  make_folder(file.path);
  if (!file.content.secrets.empty()) {
    make_private(file.path);
  }
  try {
    write_file_atomically(file.path, as_bytes(text), 0600);
  } catch (const Error& error) {
    throw Error(ErrorKind::config, error.what(), error.hint());
  }
  file.sha256 = hash_of(text);
}

} // namespace tracekit::config
