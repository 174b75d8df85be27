// SPDX-License-Identifier: MIT
#include "store/repositories/records.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "store/repositories/record_row.hpp"
#include "store/repositories/row_text.hpp"

namespace tracekit::store {
namespace {

constexpr int columns_before_linked = 5; // activity, kind, role, score, evidence
constexpr int columns_before_placed = 8; // the same, local day, activity's day, record's number

std::string record_query(std::string_view condition) {
  return fmt::format("SELECT {} FROM records r WHERE r.user_id = $1 AND {}", selected_record_columns(), condition);
}

/// What comparing and counting a month looks at.
const RecordSelection& compared_columns() {
  static const RecordSelection columns{"provider",    "id",           "origin",        "start",
                                       "start_local", "tz",           "utc_offset_s",  "date_only",
                                       "sport",       "sub_sport",    "name",          "equipment",
                                       "gear_id",     "elapsed_s",    "timer_s",       "moving_s",
                                       "distance_m",  "ascent_m",     "max_speed_mps", "avg_hr",
                                       "max_hr",      "avg_cadence",  "calories_kcal", "sketch",
                                       "product",     "file_created", "source",        "format",
                                       "stub",        "manual",       "fetched_at",    "payload_sha256"};
  return columns;
}

/// What matching looks at besides; the months are compared with the records that were matched.
const RecordSelection& matched_columns() {
  static const RecordSelection columns = compared_columns().with(
      {"parent_id", "part", "indoor", "first_lat", "first_lon", "last_lat", "last_lon", "serial", "file_manufacturer",
       "file_product", "file_serial", "external_ids", "detail_json"});
  return columns;
}

std::string linked_query(RecordParts parts, std::string_view condition) {
  const bool all = parts == RecordParts::all;
  return fmt::format("SELECT l.activity, l.kind, l.role, l.score, {}, {} FROM activities a "
                     "JOIN links l ON l.activity = a.id JOIN records r ON r.number = l.record "
                     "WHERE a.user_id = $1 AND {} ORDER BY a.id",
                     all ? "l.evidence" : "''", all ? selected_record_columns() : compared_columns().text(), condition);
}

/// `tables` have records r, links l and activities a.
std::string placed_query(std::string_view tables, std::string_view condition) {
  return fmt::format(
      "SELECT l.activity, l.kind, l.role, l.score, l.evidence, r.local_day, a.local_day, r.number, {} FROM {} "
      "WHERE {} AND r.deleted_at IS NULL",
      matched_columns().text(), tables, condition);
}

std::vector<Record> read_all(sql::Query rows) {
  std::vector<Record> records;
  while (rows.next()) {
    read_record(records.emplace_back(), rows, 0);
  }
  return records;
}

// From rows whose second to fifth column are kind, role, score and evidence.
void read_link(auto& link, const sql::Query& row) {
  link.kind = link_kind_of(row.text_view(1));
  link.role = link_role_of(row.text_view(2));
  link.score = row.real(3);
  link.evidence = evidence_of(row.text_view(4));
}

void read_linked(LinkedRecord& linked, const sql::Query& row, RecordParts parts) {
  if (parts == RecordParts::all) {
    read_record(linked.record, row, columns_before_linked);
  } else {
    compared_columns().read(linked.record, row, columns_before_linked);
  }
  linked.activity = row.integer(0);
  linked.link.record = linked.record.key;
  read_link(linked.link, row);
}

void add_placed(sql::Query rows, PlacedRecords& to) {
  while (rows.next()) {
    matched_columns().read(to.records.emplace_back(), rows, columns_before_placed);
    Placement& placement = to.placements.emplace_back();
    placement.local_day = rows.optional_integer(5);
    placement.activity = rows.optional_integer(0);
    placement.link.record = rows.integer(7);
    if (placement.activity) {
      placement.activity_day = rows.optional_integer(6);
      read_link(placement.link, rows);
    }
  }
}

// The engine sorts by activity, which an index gives; the few records of each are sorted here, where neither rows nor
// records are copied.
std::vector<LinkedRecord*> by_key(std::vector<LinkedRecord>& records) {
  std::vector<LinkedRecord*> sorted;
  sorted.reserve(records.size());
  for (LinkedRecord& each : records) {
    sorted.push_back(&each);
  }
  std::ranges::sort(sorted, {}, [](const LinkedRecord* each) -> const RecordKey& { return each->record.key; });
  return sorted;
}

constexpr std::string_view not_deleted = " AND r.deleted_at IS NULL";

} // namespace

UpsertCounts& UpsertCounts::operator+=(const UpsertCounts& other) {
  added += other.added;
  updated += other.updated;
  unchanged += other.unchanged;
  return *this;
}

std::optional<Record> Records::find(const RecordKey& key) const {
  static const std::string sql = record_query("r.provider = $2 AND r.id = $3");
  sql::Query row = connection().query(sql, user(), key.provider, key.id);
  return row.next() ? std::optional(read_record(row, 0)) : std::nullopt;
}

void Records::add_of_days(std::int64_t from_day, std::int64_t to_day, PlacedRecords& to) const {
  static const std::string sql =
      placed_query("records r LEFT JOIN links l ON l.record = r.number LEFT JOIN activities a ON a.id = l.activity",
                   "r.user_id = $1 AND r.local_day BETWEEN $2 AND $3");
  add_placed(connection().query(sql, user(), from_day, to_day), to);
}

void Records::add_of_activity(ActivityId id, PlacedRecords& to) const {
  // Asked for the person's records or for the links' activity, SQLite walks through every record.
  static const std::string sql =
      placed_query("activities a JOIN links l ON l.activity = a.id JOIN records r ON r.number = l.record",
                   "a.user_id = $1 AND a.id = coalesce((SELECT activity FROM activity_aliases WHERE alias = $2 AND "
                   "user_id = $1), $2)");
  add_placed(connection().query(sql, user(), id), to);
}

std::vector<Record> Records::without_day() const {
  // Sorted here: asked for an order, SQLite walks the index that has it through every record.
  static const std::string sql = record_query("r.local_day IS NULL") + std::string(not_deleted);
  std::vector<Record> records = read_all(connection().query(sql, user()));
  std::ranges::sort(records, {}, &Record::key);
  return records;
}

std::vector<std::int64_t> Records::unmatched_without_day() const {
  std::vector<std::pair<RecordKey, std::int64_t>> found;
  sql::Query rows = connection().query(
      "SELECT r.provider, r.id, r.number FROM records r LEFT JOIN links l ON l.record = r.number WHERE r.user_id = $1 "
      "AND r.local_day IS NULL AND r.deleted_at IS NULL AND l.record IS NULL AND NOT EXISTS (SELECT 1 FROM "
      "ignored_records i WHERE i.user_id = r.user_id AND i.provider = r.provider AND i.id = r.id)",
      user());
  while (rows.next()) {
    found.push_back({{rows.text(0), rows.text(1)}, rows.integer(2)});
  }
  std::ranges::sort(found);
  std::vector<std::int64_t> numbers;
  std::ranges::transform(found, std::back_inserter(numbers), [](const auto& each) { return each.second; });
  return numbers;
}

std::vector<Record> Records::of_provider(const std::string& provider, std::int64_t limit) const {
  static const std::string sql = record_query("r.provider = $2") + std::string(not_deleted) +
                                 " ORDER BY coalesce(r.start, r.start_local, 0) DESC, r.id LIMIT $3";
  return read_all(connection().query(sql, user(), provider, limit));
}

std::vector<std::string> Records::ids_of_provider(const std::string& provider) const {
  std::vector<std::string> ids;
  sql::Query rows = connection().query(
      "SELECT id FROM records WHERE user_id = $1 AND provider = $2 AND deleted_at IS NULL ORDER BY id", user(),
      provider);
  while (rows.next()) {
    ids.push_back(rows.text(0));
  }
  return ids;
}

void Records::for_each(const std::function<void(const StoredRecord&)>& take, Deleted deleted) const {
  static const std::string sql =
      fmt::format("SELECT r.number, r.local_day, {} FROM records r WHERE r.user_id = $1 AND r.number > $2 "
                  "AND ($3 = 1 OR r.deleted_at IS NULL) ORDER BY r.number LIMIT $4",
                  selected_record_columns());
  constexpr std::int64_t batch_size = 1000;
  std::int64_t last = 0;
  std::vector<StoredRecord> batch;
  do {
    batch.clear();
    sql::Query rows = connection().query(sql, user(), last, deleted == Deleted::include, batch_size);
    while (rows.next()) {
      last = rows.integer(0);
      StoredRecord& stored = batch.emplace_back();
      read_record(stored.record, rows, 2);
      stored.local_day = rows.optional_integer(1);
    }
    std::ranges::for_each(batch, take);
  } while (std::ssize(batch) == batch_size);
}

std::optional<std::pair<std::int64_t, std::int64_t>> Records::day_range() const {
  sql::Query row = connection().query(
      "SELECT min(local_day), max(local_day) FROM records WHERE user_id = $1 AND deleted_at IS NULL", user());
  if (!row.next() || row.is_null(0)) {
    return std::nullopt;
  }
  return std::pair(row.integer(0), row.integer(1));
}

void Records::for_each_of_month(Month month, RecordParts parts,
                                const std::function<void(std::span<LinkedRecord* const>)>& take) const {
  constexpr std::string_view condition = "a.month = $2 AND r.deleted_at IS NULL";
  static const std::string whole = linked_query(RecordParts::all, condition);
  static const std::string compared = linked_query(RecordParts::compared, condition);
  std::vector<LinkedRecord> activity;
  const auto hand_out = [&] {
    if (!activity.empty()) {
      take(by_key(activity));
      activity.clear();
    }
  };
  sql::Query rows = connection().query(parts == RecordParts::all ? whole : compared, user(), month.index());
  while (rows.next()) {
    if (!activity.empty() && activity.front().activity != rows.integer(0)) {
      hand_out();
    }
    read_linked(activity.emplace_back(), rows, parts);
  }
  hand_out();
}

std::vector<LinkedRecord> Records::of_activity(ActivityId id) const {
  static const std::string sql =
      linked_query(RecordParts::all,
                   "(a.id = $2 OR a.id = (SELECT activity FROM activity_aliases WHERE alias = $2 AND user_id = $1))");
  std::vector<LinkedRecord> records;
  sql::Query rows = connection().query(sql, user(), id);
  while (rows.next()) {
    read_linked(records.emplace_back(), rows, RecordParts::all);
  }
  std::ranges::sort(records, {}, [](const LinkedRecord& each) -> const RecordKey& { return each.record.key; });
  return records;
}

std::vector<RecordVersion> Records::versions(const RecordKey& key) const {
  std::vector<RecordVersion> versions;
  sql::Query rows = connection().query(
      "SELECT v.changed_at, v.changes_json FROM record_versions v JOIN records r ON r.number = v.record "
      "WHERE v.user_id = $1 AND r.user_id = $1 AND r.provider = $2 AND r.id = $3 ORDER BY v.number DESC",
      user(), key.provider, key.id);
  while (rows.next()) {
    versions.push_back({rows.integer(0), rows.text(1)});
  }
  return versions;
}

void Records::for_each_version(const std::function<void(const RecordKey&, const RecordVersion&)>& take) const {
  sql::Query rows = connection().query("SELECT r.provider, r.id, v.changed_at, v.changes_json FROM record_versions v "
                                       "JOIN records r ON r.number = v.record "
                                       "WHERE v.user_id = $1 ORDER BY v.number",
                                       user());
  while (rows.next()) {
    take({rows.text(0), rows.text(1)}, {rows.integer(2), rows.text(3)});
  }
}

std::map<std::string, std::int64_t> Records::counts() const {
  std::map<std::string, std::int64_t> counts;
  sql::Query rows = connection().query(
      "SELECT provider, count(*) FROM records WHERE user_id = $1 AND deleted_at IS NULL GROUP BY provider", user());
  while (rows.next()) {
    counts[rows.text(0)] = rows.integer(1);
  }
  return counts;
}

} // namespace tracekit::store
