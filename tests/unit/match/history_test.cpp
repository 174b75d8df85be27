// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <map>
#include <random>

#include "unit/match/a_record.hpp"
#include "unit/match/groups.hpp"

using namespace tracekit;
using namespace tracekit::test;

namespace {

/// A year of a commuter with four providers and a sheet, some noise and some gaps. The id tells the workout.
class History {
public:
  explicit History(unsigned seed) : random_(seed) {
    for (int day = 0; day < 120; ++day) {
      const std::int64_t midnight = 1735689600 + std::int64_t{day} * 86400;
      workout(midnight + 6 * 3600 + within(900), "ride", 8200 + within(30));
      workout(midnight + 15 * 3600 + 2400 + within(900), "ride", 8200 + within(30));
      if (within(3) == 0) {
        workout(midnight + 18 * 3600 + within(1800), "run", 5000 + within(4000));
      }
      if (within(5) == 0) {
        workout(midnight + 4 * 3600 + within(900), "strength", 0);
      }
    }
  }

  std::vector<Record> records;

private:
  std::int64_t within(std::int64_t range) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(range));
  }

  void workout(std::int64_t start, const std::string& sport, std::int64_t metres) {
    const std::string id = std::to_string(1000 + workouts_++);
    const std::int64_t seconds = metres > 0 ? metres / 6 + within(200) : 1800 + within(1200);
    for (const char* provider : {"garmin", "strava", "file", "ridewithgps"}) {
      if (within(10) == 0) {
        continue;
      }
      ARecord record(provider, id);
      record.as(sport).lasting(static_cast<double>(seconds)).offset(3600).but([&](Record& r) {
        r.start = start + within(4);
      });
      if (metres > 0) {
        record.km(static_cast<double>(metres) / 1000 * (1 + static_cast<double>(within(9) - 4) / 1000));
      }
      records.push_back(record);
    }
    if (within(3) != 0) {
      ARecord row("spreadsheet", id);
      row.as(sport).lasting(static_cast<double>(seconds)).on(format_date(date_of_wall(start + 3600)));
      if (metres > 0) {
        row.miles(std::round(static_cast<double>(metres) / 160.9344) / 10);
      }
      records.push_back(row);
    }
  }

  std::mt19937 random_;
  int workouts_ = 0;
};

} // namespace

TEST_CASE("a made-up history is grouped without a single wrong timed link") {
  const History history(1);
  const Matched result = matched(history.records);
  std::size_t wrong = 0;
  std::size_t linked = 0;
  for (const KeyedGroup& group : result.groups) {
    std::set<std::string> workouts;
    for (const Link& link : group.links) {
      if (link.record.provider != "spreadsheet") {
        workouts.insert(link.record.id);
      } else if (group.links.size() > 1) {
        ++linked;
      }
    }
    wrong += workouts.size() > 1 ? 1U : 0U;
  }
  const auto rows =
      std::count_if(history.records.begin(), history.records.end(), [](const Record& r) { return r.date_only; });
  CHECK(wrong == 0);
  CHECK(static_cast<double>(linked) >= 0.97 * static_cast<double>(rows));
}

TEST_CASE("the order of the records does not matter") {
  History history(2);
  const Matched straight = matched(history.records);
  std::mt19937 random(7);
  for (int i = 0; i < 3; ++i) {
    std::shuffle(history.records.begin(), history.records.end(), random);
    const Matched shuffled = matched(history.records);
    REQUIRE(shuffled.groups.size() == straight.groups.size());
    for (std::size_t g = 0; g < straight.groups.size(); ++g) {
      CHECK(shuffled.groups[g].links == straight.groups[g].links);
    }
    REQUIRE(shuffled.questions.size() == straight.questions.size());
    for (std::size_t q = 0; q < straight.questions.size(); ++q) {
      CHECK(shuffled.questions[q].a == straight.questions[q].a);
      CHECK(shuffled.questions[q].b == straight.questions[q].b);
    }
  }
}

TEST_CASE("every record stands in exactly one group and none hides another workout") {
  const History history(3);
  const Matched result = matched(history.records);
  std::map<RecordKey, int> seen;
  for (const KeyedGroup& group : result.groups) {
    std::map<std::string, int> visible;
    for (std::size_t i = 0; i < group.links.size(); ++i) {
      const Link& link = group.links[i];
      ++seen[link.record];
      visible[link.record.provider] += link.role == LinkRole::member ? 1 : 0;
      CHECK((link.kind == LinkKind::founder) == (i == 0));
    }
    for (const auto& [provider, count] : visible) {
      CHECK(count <= 1);
    }
  }
  CHECK(seen.size() == history.records.size());
  CHECK(std::all_of(seen.begin(), seen.end(), [](const auto& entry) { return entry.second == 1; }));
}

TEST_CASE("groups stand in the order of their starts") {
  const History history(4);
  const Matched result = matched(history.records);
  std::map<RecordKey, std::int64_t> starts;
  for (const Record& record : history.records) {
    starts[record.key] = record.start.value_or(record.start_local.value_or(0));
  }
  CHECK(std::is_sorted(result.groups.begin(), result.groups.end(), [&](const KeyedGroup& a, const KeyedGroup& b) {
    return starts[a.links.front().record] < starts[b.links.front().record];
  }));
}

TEST_CASE("what a person unlinks stays unlinked and disturbs nothing else") {
  const History history(5);
  const Matched before = matched(history.records);
  const auto group =
      std::find_if(before.groups.begin(), before.groups.end(), [](const KeyedGroup& g) { return g.links.size() >= 4; });
  REQUIRE(group != before.groups.end());
  const RecordKey out = group->links[1].record;
  match::Constraints constraints;
  for (const Link& link : group->links) {
    if (link.record != out) {
      constraints.different.emplace_back(out, link.record);
    }
  }
  auto expected = sets_of(before);
  std::set<std::string> members;
  for (const Link& link : group->links) {
    members.insert(link.record.provider + ":" + link.record.id);
  }
  expected.erase(members);
  members.erase(out.provider + ":" + out.id);
  expected.insert(members);
  expected.insert({out.provider + ":" + out.id});
  CHECK(sets_of(matched(history.records, constraints)) == expected);
}

TEST_CASE("matching a window of days gives what matching everything gives") {
  const History history(6);
  const auto whole = sets_of(matched(history.records));
  std::vector<Record> window;
  const TimeZone home("Europe/Berlin");
  for (const Record& record : history.records) {
    const auto date = local_date(record, home).value();
    if (date >= parse_date("2025-02-01").value() && date <= parse_date("2025-02-28").value()) {
      window.push_back(record);
    }
  }
  for (const auto& group : sets_of(matched(window))) {
    CHECK(whole.contains(group));
  }
}

TEST_CASE("absurd values neither crash nor link") {
  const double nan = std::nan("");
  const double huge = 1e308;
  const auto absurd = [&](std::int64_t start, double number) {
    return [start, number](Record& r) {
      r.start = start;
      r.totals.distance_m = number;
      r.totals.elapsed_s = number;
      r.first = Position{number, number};
      r.sketch = {Position{number, 0}, Position{0, number}};
    };
  };
  std::vector<Record> records;
  for (const std::int64_t start :
       {std::int64_t{0}, INT64_MAX, INT64_MIN, std::int64_t{253402300799}, std::int64_t{-62135596800}}) {
    for (const double number : {nan, huge, -huge, 0.0}) {
      records.push_back(ARecord("p" + std::to_string(records.size()), "1").ride().but(absurd(start, number)));
    }
  }
  records.push_back(ARecord("sheet", "1").but([](Record& r) {
    r.start_local = INT64_MAX;
    r.date_only = true;
  }));
  std::size_t members = 0;
  for (const KeyedGroup& group : matched(records).groups) {
    members += group.links.size();
  }
  CHECK(members == records.size());
}

TEST_CASE("nothing is matched of nothing") {
  const Matched result = matched({});
  CHECK(result.groups.empty());
  CHECK(result.questions.empty());
}

TEST_CASE("ten thousand records at one instant come to an end") {
  std::vector<Record> records;
  for (int i = 0; i < 4000; ++i) {
    records.push_back(
        ARecord("p" + std::to_string(i % 100), std::to_string(i)).ride().at("2025-08-03T07:00:00Z").lasting(60.0 + i));
  }
  const Matched result = matched(records);
  std::size_t links = 0;
  for (const KeyedGroup& group : result.groups) {
    links += group.links.size();
  }
  CHECK(links == records.size());
}

TEST_CASE("thousands of records of some seconds come to an end") {
  std::vector<Record> records;
  for (int i = 0; i < 4000; ++i) {
    records.push_back(ARecord(i % 2 == 0 ? "garmin" : "strava", std::to_string(i))
                          .run()
                          .at("2025-01-01T00:00:00Z")
                          .later(i / 100)
                          .km(0.05)
                          .lasting(20));
  }
  CHECK_FALSE(matched(records).groups.empty());
}
