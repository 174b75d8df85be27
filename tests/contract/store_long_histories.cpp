// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <functional>

#include "support/temporary_store.hpp"

using namespace tracekit;

namespace {

constexpr Month looked_at{2024, 10};
const std::int64_t first_day = days_of(looked_at.first_day());
const std::int64_t last_day = days_of(looked_at.last_day());
constexpr std::int64_t week = 7;
constexpr std::int64_t workouts = 5; ///< in the month

struct LongHistoryFixture {
  test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  Store store = database.open();
  UserStore user = store.for_user(store.users().owner(1).id);

  /// A workout a week: with so few a month, indexes pay for PostgreSQL in a history that is soon made.
  void add_workouts(std::int64_t from_day, std::int64_t to_day) {
    std::vector<store::StoredRecord> records;
    for (std::int64_t day = from_day; day <= to_day; day += week) {
      records.push_back(test::a_record("garmin", std::to_string(day), day));
    }
    user.records.upsert(records);
    store::PlacedRecords placed;
    user.records.add_of_days(from_day, to_day, placed);
    std::vector<store::MatchedActivity> activities;
    for (const store::Placement& placement : placed.placements) {
      activities.push_back({std::nullopt, placement.local_day, {placement.link}});
    }
    user.activities.save(activities);
  }

  /// What this connection has done so far to read, as its engine counts it: steps of SQLite's machine, or rows that
  /// PostgreSQL has fetched from tables and by indexes.
  std::int64_t work_so_far() {
    sql::Query row = store.connection().query(
        store.engine() == sql::Engine::sqlite
            ? "SELECT sum(nstep) FROM sqlite_stmt WHERE sql NOT LIKE '%sqlite_stmt%'"
            : "SELECT CAST(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) AS BIGINT) FROM pg_stat_xact_user_tables");
    return row.next() ? row.integer(0) : 0;
  }

  std::int64_t work_of(const std::function<void()>& read) {
    const sql::Transaction transaction(store.connection(), sql::Access::read); // PostgreSQL counts in one
    const std::int64_t before = work_so_far();
    read();
    return work_so_far() - before;
  }
};

} // namespace

// The engines tell what they have done. A plan would name an index also where all of the person is read by it.
TEST_CASE_METHOD(LongHistoryFixture, "reading a month takes no more work when there are thousands of other workouts") {
  const auto compare = [&](store::RecordParts parts) {
    std::int64_t found = 0;
    user.records.for_each_of_month(looked_at, parts, [&](const auto& records) { found += std::ssize(records); });
    CHECK(found == workouts);
  };
  const std::pair<const char*, std::function<void()>> reads[] = {
      {"the workouts that are compared", [&] { compare(store::RecordParts::compared); }},
      {"the workouts with all that is known", [&] { compare(store::RecordParts::all); }},
      {"activities of its days", [&] { CHECK(user.activities.in_days(first_day, last_day).size() == workouts); }},
      {"records of its days",
       [&] {
         store::PlacedRecords placed;
         user.records.add_of_days(first_day, last_day, placed);
         CHECK(placed.records.size() == workouts);
       }},
  };
  add_workouts(first_day, last_day);
  std::vector<std::int64_t> alone;
  for (const auto& [what, read] : reads) {
    alone.push_back(work_of(read));
    CHECK(alone.back() > 0);
  }
  constexpr std::int64_t others = 4000;
  add_workouts(first_day - others * week, first_day - 1);
  store.connection().run_script("ANALYZE");
  for (std::size_t i = 0; i < std::size(reads); ++i) {
    INFO(reads[i].first);
    CHECK(work_of(reads[i].second) <= 2 * alone[i]);
  }
}
