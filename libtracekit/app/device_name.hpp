// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace tracekit::app {

/// A device as it is shown and counted: without its maker in front, which some services write and others do not, so
/// that `Garmin Edge 1050` is `Edge 1050`. What is no name without the maker (`Suunto 9`, `Wahoo`) stays.
std::string device_name(const std::string& product);

} // namespace tracekit::app
