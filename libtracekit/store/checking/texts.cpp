// SPDX-License-Identifier: MIT
#include "store/checking/texts.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tracekit::store {
namespace {

/// A column that holds JSON, or nothing.
struct JsonColumn {
  std::string_view table;
  std::string_view column;
  std::string_view named_by; ///< a row number where the table has one, else its whole key in one text
  bool by_number = true;     ///< can be looked at in slices
  std::string_view what;
};

constexpr std::array json_columns{
    JsonColumn{"records", "external_ids", "number", true, "the external ids of record"},
    JsonColumn{"records", "detail_json", "number", true, "the details of record"},
    JsonColumn{"record_versions", "changes_json", "number", true, "the earlier version"},
    JsonColumn{"changes", "change_json", "id", true, "the change"},
    JsonColumn{"changes", "before_json", "id", true, "the state before change"},
    JsonColumn{"changes", "after_json", "id", true, "the state after change"},
    JsonColumn{"dismissed_changes", "change_json", "change_id", false, "the dismissed change"},
    JsonColumn{"settings", "value_json", "key", false, "the stored setting"},
};

} // namespace

void check_texts(sql::Connection& connection, const Slice& slice, const std::function<void(Fault)>& report) {
  for (const JsonColumn& one : json_columns) {
    if (!one.by_number && !slice.is_first()) {
      continue;
    }
    const std::string sql = fmt::format(
        "SELECT CAST({0} AS TEXT), {1} FROM {2} WHERE {1} <> ''{3} ORDER BY {0}", one.named_by, one.column, one.table,
        one.by_number ? fmt::format(" AND {} % {} = {}", one.named_by, slice.of, slice.remainder()) : "");
    sql::Query rows = connection.query(sql);
    while (rows.next()) {
      if (!nlohmann::json::accept(rows.text_view(1))) {
        report({"text", fmt::format("{} {} cannot be read", one.what, rows.text_view(0)), restore_advice});
      }
    }
  }
}

} // namespace tracekit::store
