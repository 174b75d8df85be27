// SPDX-License-Identifier: MIT
#include "sync/plan_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/time.hpp"

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

[[noreturn]] void refuse(std::string_view field) {
  throw Error(ErrorKind::input, fmt::format("field \"{}\" of a change is missing or malformed", field),
              "docs/reference/plan.md lists the fields");
}

std::string text_of(const json& object, const char* field) {
  const auto found = object.find(field);
  if (found == object.end() || !found->is_string()) {
    refuse(field);
  }
  return found->get<std::string>();
}

RecordKey key_of(const json& object, const char* field) {
  const auto found = object.find(field);
  if (found == object.end() || found->is_null()) {
    return {};
  }
  if (!found->is_object()) {
    refuse(field);
  }
  return {text_of(*found, "provider"), text_of(*found, "id")};
}

} // namespace

json to_json(const Change& change) {
  return {{"id", change.id},
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

Change change_from_json(const json& object) {
  if (!object.is_object()) {
    throw Error(ErrorKind::input, "a change must be a JSON object", "docs/reference/plan.md lists the fields");
  }
  Change change;
  change.id = text_of(object, "id");
  const auto kind = change_kind_of(text_of(object, "kind"));
  const auto activity = object.find("activity");
  if (!kind) {
    refuse("kind");
  }
  if (activity == object.end() || !activity->is_number_integer()) {
    refuse("activity");
  }
  change.kind = *kind;
  change.provider = text_of(object, "provider");
  change.activity = activity->get<ActivityId>();
  change.target = key_of(object, "target");
  change.source = key_of(object, "source");
  change.field = text_of(object, "field");
  change.old_value = text_of(object, "old");
  change.new_value = text_of(object, "new");
  change.why = text_of(object, "why");
  const auto stale = object.find("stale");
  if (stale == object.end() || !stale->is_boolean()) {
    refuse("stale");
  }
  change.stale = stale->get<bool>();
  change.blocked = text_of(object, "blocked");
  return change;
}

} // namespace tracekit::sync
