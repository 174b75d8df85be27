// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace tracekit::xml {

/// The FIT name of the maker whose product or program calls itself so (`Forerunner305`, `StravaGPX`, `Zwift`), empty
/// when unknown.
std::string_view manufacturer_of(std::string_view writer);

} // namespace tracekit::xml
