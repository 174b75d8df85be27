// SPDX-License-Identifier: MIT
#include "providers/strava/archived_gear.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/csv/records.hpp"

namespace tracekit::strava {

void ArchivedGear::read(GearKind kind, ByteView csv) {
  constexpr std::size_t fewest_columns = 3;
  const std::string_view text = as_text(csv);
  const csv::Records rows = csv::split_records(text);
  bool is_heading = true;
  for (const csv::RecordSpan& row : rows.records) {
    const auto fields = rows.fields_of(row);
    if (fields.empty()) {
      continue;
    }
    if (fields.size() < fewest_columns) {
      throw Error(ErrorKind::input, "is not the list of gear of a Strava archive");
    }
    const auto cell = [&](std::size_t column) {
      const csv::FieldSpan& field = fields[column];
      return to_valid_utf8(trim(csv::field_value(text.substr(field.begin, field.end - field.begin))));
    };
    if (!std::exchange(is_heading, false) && cell(0).empty()) {
      nameless_[kind].emplace_back(trim(fmt::format("{} {}", cell(1), cell(2))));
    }
  }
}

std::string ArchivedGear::only_nameless(GearKind kind) const {
  const auto found = nameless_.find(kind);
  return found != nameless_.end() && found->second.size() == 1 ? found->second.front() : "";
}

} // namespace tracekit::strava
