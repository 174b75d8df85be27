// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "model/record.hpp"

namespace tracekit {

/// A field of a record that can be written at providers, by its portable name (`name`, `equipment`, `type`, `timer_s`,
/// `distance_m`, `avg_hr` ...), as text: numbers in SI with as many digits as they need, empty when absent.
/// Throws Error(usage) for a name that is not such a field.
std::string field_text(const Record& record, std::string_view field);

/// Sets it from such a text; empty makes a number absent. Throws Error(usage) for a text that is no number where one is
/// needed.
void set_field(Record& record, std::string_view field, std::string_view text);

/// Whether it is one of those fields whose text is a number.
bool is_number_field(std::string_view field);

/// Whether two such texts mean the same value: numbers by value, names without blanks at their ends.
bool same_field_value(std::string_view field, std::string_view a, std::string_view b);

} // namespace tracekit
