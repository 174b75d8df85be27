// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tracekit {

std::string_view trim(std::string_view text); ///< without ASCII white space at both ends
std::string to_lower(std::string_view text);  ///< ASCII letters only
bool equals_ignoring_case(std::string_view a, std::string_view b);
bool ends_with_ignoring_case(std::string_view text, std::string_view ending);
std::vector<std::string> split(std::string_view text, char separator);

/// Bytes that are not UTF-8 become U+FFFD, so that JSON, SQL and terminals can take the text.
std::string to_valid_utf8(std::string_view text);

/// Reads a whole text as a decimal number with `.` as the point, blanks around it and a leading
/// `+` allowed, whatever the locale. Nothing when anything else stands there.
std::optional<double> parse_double(std::string_view text);
std::optional<long long> parse_integer(std::string_view text);

} // namespace tracekit
