// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "providers/provider.hpp"

namespace tracekit {

/// What every writer of fields checks around a write. A `thing` is what the provider calls a record: "activity",
/// "trip".

/// Before: throws Error(conflict) when somebody has edited one of the fields since the change was planned.
void check_not_edited(const Record& now, const std::vector<FieldWrite>& fields, const char* thing);

/// After: throws Error(provider) when the provider said yes and a field still is not what was asked for.
void check_written(const Record& after, const std::vector<FieldWrite>& fields, const char* thing);

/// For a field, or a value of it, that the provider does not take.
[[noreturn]] void refuse_field(const std::string& title, const FieldWrite& field);

} // namespace tracekit
