// SPDX-License-Identifier: MIT
#include "app/originals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/merged_record.hpp"
#include "base/text.hpp"
#include "formats/archive/archive.hpp"
#include "providers/file/file_provider.hpp"

namespace tracekit::app {
namespace {

/// A provider on this machine gives its files without a network.
bool is_local(const std::string& provider) {
  const auto& registry = provider_registry();
  const auto found =
      std::find_if(registry.begin(), registry.end(), [&](const auto& one) { return one.info.id == provider; });
  return found != registry.end() && found->info.base_urls.empty() && found->info.source_files;
}

bool lies_in_folder(App& app, const Record& record) {
  return record.origin == Origin::file && !record.deleted_at && is_local(record.key.provider) &&
         app.settings().providers.at(record.key.provider).enabled;
}

/// The folder may hold very many files, which looking for a content would hash one by one.
std::optional<Bytes> where_it_was_read(App& app, const RecordKey& key) {
  const std::filesystem::path folder = file::folder_of(app.context_for(key.provider));
  for (const std::string& source : app.mine().sources.of_record(key)) {
    if (auto content = file::file_at(folder, source, key.id)) {
      return content;
    }
  }
  return std::nullopt;
}

/// As its owner called it, where that is known, but unpacked.
std::string name_of(App& app, const Record& record) {
  const auto keys = app.mine().sources.of_record(record.key);
  std::string name =
      keys.empty() ? source_file_name(record, app.home()) : std::filesystem::path(keys.front()).filename().string();
  if (ends_with_ignoring_case(name, ".gz")) {
    name.resize(name.size() - 3);
  }
  std::replace_if(
      name.begin(), name.end(),
      [](char c) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                              c == '_' || c == '.';
        return !is_plain;
      },
      '-');
  return name;
}

Error no_file(const RecordKey& key) {
  return {ErrorKind::not_found, fmt::format("there is no file of {}:{} here", key.provider, key.id)};
}

bool could_lead_elsewhere(const std::string& name) {
  const std::vector<std::string> parts = split(name, '/');
  return name.empty() || name.find('\\') != std::string::npos || name.find('\0') != std::string::npos ||
         std::any_of(parts.begin(), parts.end(),
                     [](const std::string& part) { return part.empty() || part == "." || part == ".."; });
}

} // namespace

bool has_kept_file(App& app, const Record& record) {
  return record.origin != Origin::api && !record.payload_sha256.empty() && app.mine().blobs.has(record.payload_sha256);
}

std::vector<Original> originals_of(App& app, std::span<const Record> records) {
  std::vector<Original> originals;
  for (const Record& record : records) {
    if (has_kept_file(app, record)) {
      const auto info = app.mine().blobs.info(record.payload_sha256);
      originals.push_back({record.key, record.format, info->raw_size, name_of(app, record)});
    } else if (lies_in_folder(app, record)) {
      originals.push_back({record.key, record.format, std::nullopt, name_of(app, record)});
    }
  }
  return originals;
}

StoredFile original_of(App& app, const RecordKey& key) {
  const auto record = app.mine().records.find(key);
  if (!record) {
    throw Error(ErrorKind::not_found, fmt::format("there is no record {} of {}", key.id, key.provider));
  }
  if (has_kept_file(app, *record)) {
    if (auto content = app.mine().blobs.find(record->payload_sha256)) {
      return {name_of(app, *record), archive::innermost(std::move(*content))};
    }
  }
  if (!lies_in_folder(app, *record)) {
    throw no_file(key);
  }
  if (auto content = where_it_was_read(app, key)) {
    return {name_of(app, *record), std::move(*content)};
  }
  const std::unique_ptr<Provider> folder = app.connect(key.provider);
  if (folder->file_source() == nullptr) {
    throw no_file(key);
  }
  return {name_of(app, *record), folder->file_source()->download(key.id)};
}

StoredFile file_in_folder(App& app, const std::string& name) {
  if (could_lead_elsewhere(name)) {
    throw Error(ErrorKind::usage, "that is not the name of a file in the folder",
                "give its path below the folder of files, for example 2025/ride.fit");
  }
  for (const RegisteredProvider& registered : provider_registry()) {
    const auto source = is_local(registered.info.id) ? app.mine().sources.find(registered.info.id, name) : std::nullopt;
    if (source && !source->record_ids.empty()) {
      return original_of(app, {registered.info.id, source->record_ids.front()});
    }
  }
  throw Error(ErrorKind::not_found, fmt::format("there is no file \"{}\" in the folder", to_valid_utf8(name)));
}

nlohmann::json to_json(std::span<const Original> originals) {
  nlohmann::json out = nlohmann::json::array();
  for (const Original& one : originals) {
    out.push_back({{"provider", one.record.provider},
                   {"id", one.record.id},
                   {"format", one.format},
                   {"bytes", one.bytes ? nlohmann::json(*one.bytes) : nlohmann::json(nullptr)},
                   {"name", one.name}});
  }
  return out;
}

} // namespace tracekit::app
