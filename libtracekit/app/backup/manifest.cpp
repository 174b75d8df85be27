// SPDX-License-Identifier: MIT
#include "app/backup/manifest.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

#include "base/error.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

constexpr int manifest_version = 1;

bool stays_in_data_folder(const std::string& path) {
  const std::filesystem::path name(path);
  return path == backup_database_name || path == backup_key_name ||
         (name.lexically_normal() == name && path.starts_with(std::string(backup_files_folder) + "/") &&
          !path.ends_with('/'));
}

EpochSeconds time_of(const json& value) {
  return parse_iso_time(value.get<std::string>()).value_or(ParsedTime{}).utc_ms() / 1000;
}

BackedUpFile file_of(const json& value) {
  BackedUpFile file;
  value.at("path").get_to(file.path);
  value.at("size").get_to(file.size);
  value.at("sha256").get_to(file.sha256);
  value.at("parts").get_to(file.parts);
  file.modified_s = time_of(value.at("modified"));
  if (!stays_in_data_folder(file.path)) {
    throw Error(ErrorKind::input, fmt::format("holds a file with the name {}, which is refused", file.path));
  }
  return file;
}

} // namespace

std::int64_t BackupManifest::rows() const {
  std::int64_t sum = 0;
  for (const CopyReport::Table& table : tables) {
    sum += table.rows;
  }
  return sum;
}

bool BackupManifest::has_key() const {
  return std::ranges::any_of(files, [](const BackedUpFile& file) { return file.path == backup_key_name; });
}

json to_json(const BackupManifest& manifest) {
  json tables = json::array();
  for (const CopyReport::Table& table : manifest.tables) {
    tables.push_back({{"table", table.name}, {"rows", table.rows}, {"checksum", table.checksum}});
  }
  json files = json::array();
  for (const BackedUpFile& file : manifest.files) {
    files.push_back({{"path", file.path},
                     {"size", file.size},
                     {"sha256", file.sha256},
                     {"modified", format_utc(file.modified_s)},
                     {"parts", file.parts}});
  }
  return {{"version", manifest_version}, {"made_at", format_utc(manifest.made_at)},
          {"engine", manifest.engine},   {"schema_version", manifest.schema_version},
          {"tables", std::move(tables)}, {"files", std::move(files)}};
}

BackupManifest parse_manifest(ByteView text) {
  try {
    const json document = json::parse(text.begin(), text.end());
    if (const int version = document.at("version").get<int>(); version != manifest_version) {
      throw Error(ErrorKind::input,
                  fmt::format("is a backup of the form {}, which this version does not know", version),
                  "install a newer tracekit");
    }
    BackupManifest manifest;
    manifest.made_at = time_of(document.at("made_at"));
    document.at("engine").get_to(manifest.engine);
    document.at("schema_version").get_to(manifest.schema_version);
    for (const json& table : document.at("tables")) {
      manifest.tables.push_back({table.at("table").get<std::string>(), table.at("rows").get<std::int64_t>(),
                                 table.at("checksum").get<std::string>()});
    }
    for (const json& file : document.at("files")) {
      manifest.files.push_back(file_of(file));
    }
    if (manifest.files.empty() || manifest.database().path != backup_database_name) {
      throw Error(ErrorKind::input, "holds no database");
    }
    return manifest;
  } catch (const json::exception&) {
    throw Error(ErrorKind::input, "has a list of contents that cannot be read");
  }
}

} // namespace tracekit::app
