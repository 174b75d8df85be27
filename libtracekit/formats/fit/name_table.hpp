// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/text.hpp"

namespace tracekit::fit {

/// One entry of a table of names, which is sorted by number.
struct Name {
  std::int64_t number;
  std::string_view name;
};

/// The name of a number, empty when the table has none.
inline std::string_view find_name(std::span<const Name> table, std::int64_t number) {
  const auto found = std::lower_bound(table.begin(), table.end(), number,
                                      [](const Name& entry, std::int64_t n) { return entry.number < n; });
  return found != table.end() && found->number == number ? found->name : std::string_view{};
}

/// The name of a number, else the number behind a prefix.
inline std::string name_or_number(std::span<const Name> table, std::int64_t number, std::string_view prefix) {
  const std::string_view name = find_name(table, number);
  return name.empty() ? std::string(prefix) + std::to_string(number) : std::string(name);
}

/// The number of a name that `name_or_number` gave; nothing for other words.
inline std::optional<std::int64_t> find_number(std::span<const Name> table, std::string_view name,
                                               std::string_view prefix) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const Name& entry) { return entry.name == name; });
  if (found != table.end()) {
    return found->number;
  }
  return name.starts_with(prefix) ? parse_integer(name.substr(prefix.size())) : std::nullopt;
}

} // namespace tracekit::fit
