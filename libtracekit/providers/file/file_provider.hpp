// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "providers/provider.hpp"

namespace tracekit::file {

/// A folder of FIT, GPX, TCX and KML files, each also gzipped, at any depth. A record's id is the SHA-256 of the
/// file's unpacked bytes, with `#n` for the sessions after the first; so a file that is moved, copied or packed stays
/// one record.
ProviderInfo info();

/// The folder of these settings: the chosen one, else the person's own in the data folder.
std::filesystem::path folder_of(const ProviderContext& context);

/// The unpacked file of a record by the key under which it was read, without looking for it elsewhere: nothing when it
/// is no longer there, or is another content.
std::optional<Bytes> file_at(const std::filesystem::path& folder, const std::string& key, const std::string& record_id);

std::unique_ptr<Provider> make(ProviderContext context);

} // namespace tracekit::file
