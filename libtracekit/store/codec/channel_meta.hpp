// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "model/streams.hpp"

namespace tracekit::store::codec {

/// What the time column is called; no channel's column is.
inline constexpr std::string_view time_column = "time";

/// Gives every channel of a recording a column name of its own that any database can hold as text.
class ColumnNames {
public:
  std::string name_for(const Channel& channel);

private:
  std::set<std::string, std::less<>> taken_{std::string(time_column)};
};

/// Name (where the column has another), unit, kind, scale, offset and developer flag as a JSON object. What a plain
/// channel has (no unit, scaled by 1, offset 0, no developer) is left out.
std::string meta_of(const Channel& channel, std::string_view column_name);

/// The channel, without values, that a column's name and meta text describe. Throws Damage.
Channel channel_of(const std::string& column_name, std::string_view meta);

} // namespace tracekit::store::codec
