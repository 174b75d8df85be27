// SPDX-License-Identifier: MIT
// What is asked about equipment over all records at once.
#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "store/repositories/month_rows.hpp"
#include "store/repositories/record_row.hpp"
#include "store/repositories/records.hpp"
#include "store/repositories/row_text.hpp"

namespace tracekit::store {
namespace {

constexpr int columns_before_record = 3; // activity, its day, role

const RecordSelection& selection() {
  static const RecordSelection columns{"provider",     "id",        "origin",  "start",    "date_only",  "equipment",
                                       "gear_id",      "elapsed_s", "timer_s", "moving_s", "distance_m", "sketch",
                                       "file_created", "source",    "format",  "stub",     "manual"};
  return columns;
}

// By day, as an index gives them; the engine need not sort.
std::string gear_use_query(std::string_view condition) {
  return fmt::format("SELECT a.id, a.local_day, l.role, {} FROM activities a JOIN links l ON l.activity = a.id "
                     "JOIN records r ON r.number = l.record WHERE a.user_id = $1 AND r.deleted_at IS NULL {}"
                     "ORDER BY a.local_day, a.id",
                     selection().text(), condition);
}

sql::Query gear_use_rows(sql::Connection& connection, UserId user,
                         const std::optional<std::pair<std::int64_t, std::int64_t>>& days) {
  static const std::string all = gear_use_query("");
  static const std::string some = gear_use_query("AND a.local_day BETWEEN $2 AND $3 ");
  return days ? connection.query(some, user, days->first, days->second) : connection.query(all, user);
}

} // namespace

void Records::for_each_gear_use(
    std::optional<std::pair<std::int64_t, std::int64_t>> days,
    const std::function<void(std::optional<std::int64_t> local_day, std::span<LinkedRecord* const>)>& take) const {
  std::vector<LinkedRecord> activity;
  std::vector<LinkedRecord*> pointers;
  std::optional<std::int64_t> day;
  const auto hand_out = [&] {
    pointers.clear();
    std::ranges::transform(activity, std::back_inserter(pointers), [](LinkedRecord& each) { return &each; });
    take(day, pointers);
    activity.clear();
  };
  sql::Query rows = gear_use_rows(connection(), user(), days);
  while (rows.next()) {
    if (!activity.empty() && activity.front().activity != rows.integer(0)) {
      hand_out();
    }
    day = rows.optional_integer(1);
    LinkedRecord& linked = activity.emplace_back();
    linked.activity = rows.integer(0);
    selection().read(linked.record, rows, columns_before_record);
    linked.link.record = linked.record.key;
    linked.link.role = link_role_of(rows.text_view(2));
  }
  if (!activity.empty()) {
    hand_out();
  }
}

std::vector<Record> Records::with_other_gear_names(const std::string& provider,
                                                   const std::map<std::string, std::string>& name_by_id) const {
  std::vector<std::pair<std::string, std::string>> renamed; // id and what stands with it
  sql::Query pairs =
      connection().query("SELECT DISTINCT gear_id, equipment FROM records WHERE user_id = $1 AND provider = $2 "
                         "AND gear_id <> '' AND deleted_at IS NULL",
                         user(), provider);
  while (pairs.next()) {
    const auto name = name_by_id.find(pairs.text(0));
    if (name != name_by_id.end() && !name->second.empty() && name->second != pairs.text_view(1)) {
      renamed.emplace_back(pairs.text(0), pairs.text(1));
    }
  }
  std::vector<Record> records;
  const std::string query = fmt::format("SELECT {} FROM records r WHERE r.user_id = $1 AND r.provider = $2 "
                                        "AND r.gear_id = $3 AND r.equipment = $4 AND r.deleted_at IS NULL",
                                        selected_record_columns());
  for (const auto& [id, equipment] : renamed) {
    sql::Query rows = connection().query(query, user(), provider, id, equipment);
    while (rows.next()) {
      records.push_back(read_record(rows, 0));
    }
  }
  return records;
}

std::vector<std::string> Records::equipment_names() const {
  std::vector<std::string> names;
  sql::Query rows = connection().query(
      "SELECT DISTINCT equipment FROM records WHERE user_id = $1 AND deleted_at IS NULL AND equipment <> ''", user());
  while (rows.next()) {
    names.push_back(rows.text(0));
  }
  return names;
}

std::vector<Month> Records::months_with_equipment(const std::string& name) const {
  std::vector<Month> months;
  sql::Query rows =
      connection().query("SELECT DISTINCT a.month FROM records r JOIN links l ON l.record = r.number "
                         "JOIN activities a ON a.id = l.activity "
                         "WHERE r.user_id = $1 AND r.equipment = $2 AND r.deleted_at IS NULL AND a.month IS NOT NULL",
                         user(), name);
  while (rows.next()) {
    months.push_back(month_of_index(rows.integer(0)));
  }
  return months;
}

} // namespace tracekit::store
