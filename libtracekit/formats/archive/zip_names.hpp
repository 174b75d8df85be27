// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

namespace tracekit::archive {

/// How much a member of a zip looks by its name like what is wanted: 0 most, 3 for archives in it, nothing for others.
std::optional<int> zip_member_rank(std::string_view name);

} // namespace tracekit::archive
