// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "config/config_file.hpp"
#include "config/schema.hpp"

namespace tracekit::config {

/// The settings document of the database, a JSON object text; empty is the same as `{}`. Keys that this version does
/// not know are kept as they are.

/// Returns it with one value set, checked as in a config file, so that nothing invalid is ever stored. Throws
/// Error(config) for an unknown key, a wrong value, a secret, and for `metadata_db` and `data_dir`, which are needed
/// before the database is open.
std::string stored_with(const Schema& schema, const std::string& stored, std::string_view key, std::string_view text);

/// Returns it without one value. Throws Error(config) for an unknown key.
std::string stored_without(const Schema& schema, const std::string& stored, std::string_view key);

/// Returns it with every value of a config file put over it, one by one: what the file does not name stays. To be
/// called when the file's hash differs from the one that was stored with the last seeding, and only then; so an edit
/// in the dashboard is not undone by an old file. Secrets, `metadata_db` and `data_dir` stay out, paths become
/// absolute.
std::string stored_seeded_by(const Schema& schema, const std::string& stored, const ConfigFile& file,
                             const Environment& environment);

} // namespace tracekit::config
