// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "config/document.hpp"
#include "config/locations.hpp"
#include "config/schema.hpp"

namespace tracekit::config {

/// A `tracekit_config.json`: what it says, by dotted key and as written there (relative paths start at its folder).
struct ConfigFile {
  std::filesystem::path path;
  std::string sha256; ///< of its bytes; empty for one that was never written. Tells whether it changed
  DocumentValues content;
};

/// Reads and checks a config file. Throws Error(config) naming the file and what is wrong in it (missing, not JSON,
/// unknown key, wrong type, unknown time zone ...); there is no falling back to anything else.
ConfigFile read_config(const std::filesystem::path& path, const Schema& schema);

/// The same for its bytes.
ConfigFile parse_config(std::string_view text, const std::filesystem::path& path, const Schema& schema);

/// Sets one value by its dotted key, checked as when it is read. A relative path that is typed in `working_dir` still
/// means the same file. Throws Error(config) for an unknown key, a wrong value, and for a secret: those are sealed in
/// the database, never written to a file by tracekit.
void set_value(ConfigFile& file, const Schema& schema, std::string_view key, std::string_view text,
               const std::filesystem::path& working_dir);

/// Forgets one value, so that lower layers show. Throws Error(config) for an unknown key.
void unset_value(ConfigFile& file, const Schema& schema, std::string_view key);

/// Writes the file atomically in the order of the schema and updates its hash. A new file is private (mode 0600); one
/// that holds secrets becomes private. Secrets that stood in it stay.
void write_config(ConfigFile& file, const Schema& schema);

} // namespace tracekit::config
