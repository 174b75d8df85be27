// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "model/option.hpp"

namespace tracekit::config {

/// Checks a value that was typed (flag, environment, `configure`) and returns it in canonical form: `true` or `false`,
/// decimal digits, or the text itself. Throws Error(config) as `<name>: expected ..., got ...`; the value of a secret
/// or of an address is never quoted.
std::string value_from_text(const Option& option, std::string_view name, std::string_view text);

/// The same for a JSON value, whose type must be the option's: no `"true"` for a boolean, no `"2"` for a number. A
/// whole number is taken where a text is expected, since many ids are numbers.
std::string value_from_json(const Option& option, std::string_view name, const nlohmann::json& value);

/// A canonical value as the JSON type of its option.
nlohmann::json value_to_json(const Option& option, const std::string& value);

/// What a JSON value is, without telling it: `a list`, `a number`.
std::string kind_for_message(const nlohmann::json& value);

/// A JSON value as an error message shows it: short, on one line, without control characters.
std::string quoted_for_message(const nlohmann::json& value);

} // namespace tracekit::config
