// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

namespace tracekit::archive {

inline constexpr int document_rank = 0; ///< `doc.kml` of a KMZ
inline constexpr int archive_rank = 3;

/// How much a member of a zip looks by its name like what is wanted: `document_rank` most, `archive_rank` for archives
/// in it, nothing for others.
std::optional<int> zip_member_rank(std::string_view name);

} // namespace tracekit::archive
