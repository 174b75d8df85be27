// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "config/environment.hpp"
#include "config/sealed.hpp"

namespace tracekit::config {

/// The key that seals this installation's secrets: `TRACEKIT_SECRET_KEY`, else the content of the file that
/// `TRACEKIT_SECRET_KEY_FILE` names, else `secret.key` in the data folder, which is made (mode 0600) on first use, safe
/// against another process doing the same. Throws Error(config) naming variable or file: not a key, unreadable, or a
/// key file that others may read.
SecretKey installation_key(const Environment& environment, const std::filesystem::path& data_dir);

/// Reads a key file. Throws Error(config) naming it when it is missing, no key, or open to group or others.
SecretKey read_key_file(const std::filesystem::path& path);

/// Makes a key file with a new random key, unless there is one already, and returns the key that is in it.
SecretKey make_key_file(const std::filesystem::path& path);

} // namespace tracekit::config
