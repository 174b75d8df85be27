// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>

#include "base/error.hpp"
#include "providers/spreadsheet/row_identities.hpp"

using namespace tracekit;
using namespace tracekit::spreadsheet;

namespace {

/// A row in short; its number is its place in the sheet.
struct Row {
  std::string date;
  std::string name;
  double km = 0;
  std::string garmin;
  std::string type = "Ride";
};

std::vector<LogRow> log_of(const std::vector<Row>& rows) {
  std::vector<LogRow> log;
  for (const Row& row : rows) {
    LogRow out;
    out.number = static_cast<std::uint32_t>(log.size() + 2);
    if (const auto date = parse_date(row.date)) {
      out.record.start_local = wall_midnight(*date);
    }
    out.record.name = row.name;
    out.record.type = row.type;
    if (row.km > 0) {
      out.record.totals.distance_m = row.km * 1000;
    }
    if (!row.garmin.empty()) {
      out.record.external_ids.push_back({"garmin", row.garmin});
    }
    out.content = fmt::format("{}|{}|{}|{}|{}", row.date, row.name, row.km, row.garmin, row.type);
    log.push_back(std::move(out));
  }
  return log;
}

/// Aligns, and gives the ids in the order of the rows.
std::vector<std::string> ids_after(RowIdentities& identities, const std::vector<Row>& rows) {
  std::vector<LogRow> log = log_of(rows);
  identities.align(log);
  std::vector<std::string> ids;
  for (const LogRow& row : log) {
    ids.push_back(row.record.key.id);
  }
  return ids;
}

const std::vector<Row> week = {{"2025-08-01", "Commute", 8.1, ""},
                               {"2025-08-01", "Commute", 8.2, ""},
                               {"2025-08-02", "Long ride", 90, ""},
                               {"2025-08-03", "", 10, ""},
                               {"2025-08-04", "Parkrun", 5, "7"}};

} // namespace

TEST_CASE("new rows get ids of their own") {
  RowIdentities identities;
  const auto ids = ids_after(identities, week);
  CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == 5);
  for (const std::string& id : ids) {
    CHECK(id.starts_with("r"));
  }
  CHECK(ids_after(identities, week) == ids);
  CHECK(identities.drop_vanished().empty());
}

TEST_CASE("row ids survive sorting, inserting and deleting") {
  RowIdentities identities;
  const auto ids = ids_after(identities, week);
  SECTION("sorting") {
    std::vector<Row> sorted(week.rbegin(), week.rend());
    auto expected = ids;
    std::reverse(expected.begin(), expected.end());
    CHECK(ids_after(identities, sorted) == expected);
  }
  SECTION("inserting") {
    std::vector<Row> more = week;
    more.insert(more.begin() + 2, {"2025-08-01", "Swim", 1.5, "", "Swim"});
    const auto now = ids_after(identities, more);
    CHECK(std::vector{now[0], now[1], now[3], now[4], now[5]} == ids);
    CHECK(std::count(ids.begin(), ids.end(), now[2]) == 0);
    CHECK(identities.drop_vanished().empty());
  }
  SECTION("deleting") {
    std::vector<Row> fewer = week;
    fewer.erase(fewer.begin());
    CHECK(ids_after(identities, fewer) == std::vector(ids.begin() + 1, ids.end()));
    CHECK(identities.drop_vanished() == std::vector{ids[0]});
    CHECK(identities.drop_vanished().empty());
  }
}

TEST_CASE("row ids survive edits of cells") {
  RowIdentities identities;
  const auto ids = ids_after(identities, week);
  std::vector<Row> edited = week;
  SECTION("of the name") { edited[2].name = "Alpine ride"; }
  SECTION("of the distance") { edited[0].km = 9; }
  SECTION("of the date") { edited[2].date = "2025-08-22"; }
  SECTION("of the date of a row without a name") { edited[3].date = "2025-07-31"; }
  SECTION("of everything but the id of a service") { edited[4] = {"2025-09-09", "Other", 7, "7", "Run"}; }
  SECTION("of all but the place") { edited[3] = {"2025-08-05", "Evening", 11, ""}; }
  SECTION("to a date that cannot be read") { edited[2].date = "sooon"; }
  SECTION("that gives it an id of a service") { edited[1].garmin = "99"; }
  SECTION("of two rows at once") {
    edited[0].name = "To work";
    edited[1].name = "Home";
  }
  CHECK(ids_after(identities, edited) == ids);
  CHECK(identities.drop_vanished().empty());
}

TEST_CASE("row ids survive sorting and edits together") {
  RowIdentities identities;
  const auto ids = ids_after(identities, week);
  const std::vector<Row> now = {week[4], {"2025-08-02", "Long ride", 91, ""}, week[1], week[3], week[0]};
  CHECK(ids_after(identities, now) == std::vector{ids[4], ids[2], ids[1], ids[3], ids[0]});
}

TEST_CASE("a row that was replaced by another workout is another row") {
  RowIdentities identities;
  const auto ids = ids_after(identities, week);
  std::vector<Row> now = week;
  now[4] = {"2025-08-20", "Swim", 1.5, "12", "Swim"};
  const auto after = ids_after(identities, now);
  CHECK(after[4] != ids[4]);
  CHECK(identities.drop_vanished() == std::vector{ids[4]});
}

TEST_CASE("equal rows are told apart by their order") {
  RowIdentities identities;
  const std::vector<Row> twins(3, {"2025-08-01", "Commute", 8.1, ""});
  const auto ids = ids_after(identities, twins);
  CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == 3);
  CHECK(ids_after(identities, twins) == ids);
  CHECK(ids_after(identities, {twins[0], twins[1]}) == std::vector{ids[0], ids[1]});
}

TEST_CASE("an id that two rows carry does not confuse rows that did not change") {
  RowIdentities identities;
  const std::vector<Row> rows = {{"2025-08-01", "a", 1, "7"}, {"2025-08-02", "b", 2, "7"}};
  const auto ids = ids_after(identities, rows);
  CHECK(ids_after(identities, {rows[1], rows[0]}) == std::vector{ids[1], ids[0]});
}

TEST_CASE("what is known of rows survives as text") {
  RowIdentities identities;
  const auto ids = ids_after(identities, week);
  RowIdentities again = RowIdentities::parse(identities.text());
  CHECK(again.text() == identities.text());
  CHECK(ids_after(again, week) == ids);
  CHECK_THROWS_AS(RowIdentities::parse("{}"), Error);
  CHECK_THROWS_AS(RowIdentities::parse("nonsense"), Error);
  CHECK_THROWS_AS(RowIdentities::parse(R"({"version":2,"rows":[],"added":{}})"), Error);
}

TEST_CASE("rows that are read anew get the ids that they had") {
  RowIdentities before;
  RowIdentities anew;
  const auto ids = ids_after(before, week);
  std::vector<Row> sorted(week.rbegin(), week.rend());
  auto expected = ids;
  std::reverse(expected.begin(), expected.end());
  CHECK(ids_after(anew, sorted) == expected);
}

TEST_CASE("a row that is expected is found when it comes") {
  RowIdentities identities;
  const auto ids = ids_after(identities, week);
  std::vector<Row> more = week;
  more.push_back({"2025-08-05", "New", 12, ""});
  const std::string id = identities.expect("change-1", log_of(more).back());
  CHECK(identities.added("change-1") == id);
  CHECK(identities.added("change-2").empty());
  RowIdentities later = RowIdentities::parse(identities.text());
  SECTION("as it was expected") {}
  SECTION("a little different") { more.back().km = 12.01; }
  CHECK(ids_after(later, more).back() == id);
  CHECK(later.drop_vanished().empty());
}

TEST_CASE("a row that never came is forgotten") {
  RowIdentities identities;
  ids_after(identities, week);
  const std::string id = identities.expect("change-1", log_of({{"2025-08-05", "New", 12, ""}}).back());
  ids_after(identities, week);
  CHECK(identities.drop_vanished() == std::vector{id});
  CHECK(identities.added("change-1").empty());
}

TEST_CASE("thousands of rows keep their ids through a shuffle with edits") {
  std::vector<Row> rows;
  for (int i = 0; i < 5000; ++i) {
    rows.push_back({format_date(date_of_days(15000 + i / 2)), i % 3 == 0 ? "" : "Commute", 8 + 0.01 * (i % 97), ""});
  }
  RowIdentities identities;
  const auto ids = ids_after(identities, rows);
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), 0U);
  std::mt19937 random(7);
  std::shuffle(order.begin(), order.end(), random);
  std::vector<Row> now;
  std::vector<std::string> expected;
  for (const std::size_t i : order) {
    now.push_back(rows[i]);
    if (i % 50 == 0) {
      now.back().name = fmt::format("Edited {}", i); // the date and distance stay
    }
    expected.push_back(ids[i]);
  }
  CHECK(ids_after(identities, now) == expected);
}

TEST_CASE("a wholly new sheet is aligned in linear time") {
  std::vector<Row> before;
  std::vector<Row> now;
  for (int i = 0; i < 20000; ++i) {
    before.push_back({"2025-08-01", "Commute", 8, "", "Ride"});
    before.back().km += i * 0.001;
    now.push_back({"2025-08-01", "Commute", 60, "", "Run"});
    now.back().km += i * 0.001;
  }
  RowIdentities identities;
  ids_after(identities, before);
  CHECK(ids_after(identities, now).size() == 20000); // ends at all: pairs would be 400 million
}
