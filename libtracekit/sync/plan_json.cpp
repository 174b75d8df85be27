// SPDX-License-Identifier: MIT
#include "sync/plan_json.hpp"

#include <nlohmann/json.hpp>

#include "base/time.hpp"
#include "sync/change_id.hpp"

namespace tracekit::sync {
namespace {

using nlohmann::json;

json key_json(const RecordKey& key) {
  return key.provider.empty() ? json() : json{{"provider", key.provider}, {"id", key.id}};
}

json cell_json(const Cell& cell) {
  return {{"present", cell.present},     {"id", cell.present ? json(cell.record.id) : json()},
          {"name", cell.name},           {"name_status", to_string(cell.name_status)},
          {"equipment", cell.equipment}, {"equipment_status", to_string(cell.equipment_status)},
          {"copies", cell.copies}};
}

template <typename Value> json optional_json(const std::optional<Value>& value) {
  return value ? json(*value) : json();
}

json start_json(const Row& row) {
  if (!row.start_local) {
    return {};
  }
  return row.date_only ? format_date(date_of_wall(*row.start_local)) : format_wall(*row.start_local);
}

} // namespace

json to_json(const Change& change) {
  return {{"id", change_id(change)},
          {"kind", to_string(change.kind)},
          {"provider", change.provider},
          {"activity", change.activity},
          {"target", key_json(change.target)},
          {"source", key_json(change.source)},
          {"field", change.field},
          {"old", change.old_value},
          {"new", change.new_value},
          {"why", change.why},
          {"stale", change.stale},
          {"blocked", change.blocked}};
}

json to_json(const Row& row, const std::vector<std::string>& providers) {
  json cells = json::object();
  for (std::size_t column = 0; column < row.cells.size() && column < providers.size(); ++column) {
    cells[providers[column]] = cell_json(row.cells[column]);
  }
  return {{"activity", row.activity},
          {"start_local", start_json(row)},
          {"date_only", row.date_only},
          {"sport", row.sport},
          {"distance_m", optional_json(row.distance_m)},
          {"duration_s", optional_json(row.duration_s)},
          {"certainty", row.certainty},
          {"cells", std::move(cells)}};
}

json to_json(const Comparison& comparison) {
  json rows = json::array();
  for (const Row& row : comparison.rows) {
    rows.push_back(to_json(row, comparison.providers));
  }
  json changes = json::array();
  for (const Change& change : comparison.changes) {
    changes.push_back(to_json(change));
  }
  return {{"month", comparison.month.text()},
          {"providers", comparison.providers},
          {"rows", std::move(rows)},
          {"changes", std::move(changes)}};
}

} // namespace tracekit::sync
