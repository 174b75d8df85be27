// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/timezone.hpp"

namespace tracekit {

/// An instant for people, by the clock on their wall: `14:15`, or `2025-08-04 02:00` when that is not today.
std::string moment_words(EpochSeconds at, EpochSeconds now, const TimeZone& home);

} // namespace tracekit
