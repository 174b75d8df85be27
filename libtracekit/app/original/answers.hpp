// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "base/timezone.hpp"
#include "model/record.hpp"

namespace tracekit::app::original {

/// A service's answer about one activity, which the Python tool had kept beside its own columns, read as a pull reads
/// it. `columns` tells provider, id and the name of the equipment. Nothing when the text is no such answer, or is about
/// another activity.
std::optional<Record> record_in_answer(const std::string& raw_data, const Record& columns, const TimeZone& home);

} // namespace tracekit::app::original
