// SPDX-License-Identifier: MIT
// What is asked about equipment over all records at once.
#include <catch2/catch.hpp>

#include <algorithm>
#include <iterator>

#include "support/temporary_store.hpp"

using namespace tracekit;

namespace {

constexpr std::int64_t day = 20303; // 2025-08-03

struct Fixture {
  test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  Store store = database.open();
  UserStore user = store.for_user(store.users().owner(1).id);

  void activity(const std::vector<Record>& records, std::optional<std::int64_t> local_day) {
    std::vector<Link> links;
    for (const Record& record : records) {
      const store::StoredRecord stored{record, local_day};
      user.records.upsert({&stored, 1});
      links.push_back({record.key, LinkKind::automatic, LinkRole::part, 1, {}});
    }
    user.activities.save_links(user.activities.create(), links);
  }

  using Seen = std::vector<std::pair<std::optional<std::int64_t>, std::vector<std::string>>>;
  [[nodiscard]] Seen seen(std::optional<std::pair<std::int64_t, std::int64_t>> days) const {
    Seen all;
    user.records.for_each_gear_use(days, [&](auto local_day, std::span<store::LinkedRecord* const> records) {
      std::vector<std::string> equipment;
      for (const store::LinkedRecord* linked : records) {
        equipment.push_back(linked->record.equipment);
      }
      std::ranges::sort(equipment);
      all.emplace_back(local_day, equipment);
    });
    return all;
  }
};

Record with(const std::string& provider, const std::string& equipment) {
  Record record = test::a_record(provider, equipment).record;
  record.equipment = equipment;
  return record;
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE_METHOD(Fixture, "the use of gear comes activity by activity, by day") {
  activity({with("garmin", "later")}, day + 1);
  activity({with("garmin", "a"), with("strava", "b")}, day);
  activity({with("file", "timeless")}, std::nullopt);
  CHECK(seen(std::pair(day, day)) == Seen{{day, {"a", "b"}}});
  CHECK(seen(std::pair(day, day + 7)) == Seen{{day, {"a", "b"}}, {day + 1, {"later"}}});
  CHECK(seen(std::nullopt).size() == 3);
}

TEST_CASE_METHOD(Fixture, "records whose gear goes by another name are found by its id") {
  const auto having = [](const std::string& provider, const std::string& id, const std::string& gear) {
    Record record = test::a_record(provider, id).record;
    record.gear_id = gear;
    record.equipment = "Old " + gear;
    return record;
  };
  Record deleted = having("strava", "deleted", "b1");
  deleted.deleted_at = 5;
  activity({having("strava", "1", "b1"), having("strava", "2", "b2"), having("strava", "3", ""),
            having("garmin", "4", "b1"), deleted},
           day);
  const std::map<std::string, std::string> names{{"b1", "New b1"}, {"b2", "Old b2"}, {"b3", "New b3"}, {"", "none"}};
  const std::vector<Record> renamed = user.records.with_other_gear_names("strava", names);
  REQUIRE(renamed.size() == 1);
  CHECK(renamed.front().key == RecordKey{"strava", "1"});
  CHECK(renamed.front().equipment == "Old b1");
  CHECK(user.records.with_other_gear_names("strava", {{"b1", ""}}).empty()); // its name is not known
}

TEST_CASE_METHOD(Fixture, "the use of gear has what counts and leaves out deleted records") {
  Record full = test::a_full_record("garmin", 1);
  full.deleted_at.reset();
  Record deleted = with("strava", "gone");
  deleted.deleted_at = 5;
  activity({full, deleted}, day);
  std::vector<store::LinkedRecord> records;
  user.records.for_each_gear_use(std::nullopt, [&](auto, std::span<store::LinkedRecord* const> activity) {
    std::ranges::transform(activity, std::back_inserter(records), [](const auto* linked) { return *linked; });
  });
  REQUIRE(records.size() == 1);
  const Record& read = records.front().record;
  CHECK(records.front().link.role == LinkRole::part);
  CHECK(records.front().link.record == full.key);
  CHECK(read.key == full.key);
  CHECK(read.equipment == full.equipment);
  CHECK(read.gear_id == full.gear_id);
  CHECK(read.start == full.start);
  CHECK(read.origin == full.origin);
  CHECK(read.totals.distance_m == full.totals.distance_m);
  CHECK(read.totals.timer_s == full.totals.timer_s);
  CHECK(read.totals.moving_s == full.totals.moving_s);
  CHECK(read.totals.elapsed_s == full.totals.elapsed_s);
  CHECK(read.file_id.has_value());
  CHECK(read.sketch == full.sketch);
  CHECK((read.stub && read.manual && read.date_only));
  CHECK(read.source == full.source);
  CHECK(read.format == full.format);
}

TEST_CASE_METHOD(Fixture, "names of equipment are told with the months in which they stand") {
  activity({with("garmin", "Tarmac")}, day);
  activity({with("strava", "Tarmac")}, day + 31);
  activity({with("garmin", "")}, day + 62);
  CHECK(user.records.equipment_names() == Names{"Tarmac"});
  std::vector<Month> months = user.records.months_with_equipment("Tarmac");
  std::ranges::sort(months);
  CHECK(months == std::vector<Month>{{2025, 8}, {2025, 9}});
  CHECK(user.records.months_with_equipment("tarmac").empty());
}

TEST_CASE_METHOD(Fixture, "another person's gear is not seen") {
  activity({with("garmin", "Tarmac")}, day);
  const UserStore other = store.for_user(store.users().add("other@example.org", 1).id);
  CHECK(other.records.equipment_names().empty());
  CHECK(other.records.months_with_equipment("Tarmac").empty());
  other.records.for_each_gear_use(std::nullopt, [](auto, auto) { FAIL("it is another person's"); });
}
