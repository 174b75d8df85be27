// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "sync/gear_use.hpp"
#include "unit/sync/a_month.hpp"

using namespace tracekit;
using namespace tracekit::test;

namespace {

constexpr std::int64_t third_of_august = 20303; // 2025-08-03

/// Counts workouts given as their records, a day after the other.
class AGarage {
public:
  explicit AGarage(std::vector<sync::ProviderRules> rules) : rules_(std::move(rules)) {}

  AGarage& alias(const std::string& one, const std::string& other) {
    names_ = sync::GearNames({{one, other}});
    return *this;
  }
  AGarage& workout(const std::vector<Record>& records, const std::vector<LinkRole>& roles = {}) {
    sync::Workout& workout = workouts_.emplace_back();
    workout.activity.id = static_cast<ActivityId>(workouts_.size());
    for (const Record& record : records) {
      Link link;
      link.record = record.key;
      link.role = workout.records.size() < roles.size() ? roles[workout.records.size()] : LinkRole::member;
      workout.activity.links.push_back(link);
      workout.records.push_back(record);
    }
    return *this;
  }
  [[nodiscard]] sync::GearLedger count() const {
    const TimeZone home("Europe/Berlin");
    const sync::PlanInput input{Month{2025, 8}, {}, rules_, names_, home, 1754900000, {}};
    sync::GearCounting counting(input);
    for (std::size_t i = 0; i < workouts_.size(); ++i) {
      counting.add(workouts_[i], third_of_august + static_cast<std::int64_t>(i));
    }
    return counting.finish();
  }

private:
  std::vector<sync::ProviderRules> rules_;
  sync::GearNames names_;
  std::vector<sync::Workout> workouts_;
};

std::vector<std::string> names_of(const sync::GearLedger& ledger) {
  std::vector<std::string> names;
  for (const sync::GearItem& item : ledger.items) {
    names.push_back(item.name);
  }
  return names;
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("a workout counts once for its gear and once at each provider, measured as each measured it") {
  const sync::GearLedger ledger = AGarage({sheet_rules(), garmin_rules()})
                                      .workout({a_ride("spreadsheet").km(42).lasting(5000).with("Tarmac"),
                                                a_ride("garmin").km(42.1).with("Tarmac")})
                                      .workout({a_ride("garmin").km(10).lasting(1800).with("Tarmac")})
                                      .count();
  REQUIRE(names_of(ledger) == Names{"Tarmac"});
  const sync::GearItem& item = ledger.items.front();
  CHECK(item.total.workouts == 2);
  CHECK(item.total.distance_m == Approx(52'000));
  CHECK(item.total.duration_s == Approx(6'800));
  CHECK(item.total.first_day == third_of_august);
  CHECK(item.total.last_day == third_of_august + 1);
  REQUIRE(item.providers.size() == 2);
  CHECK(item.providers[0].provider == "spreadsheet");
  CHECK(item.providers[0].use == sync::GearUse{1, 42'000, 5'000, third_of_august, third_of_august});
  CHECK(item.providers[1].use.workouts == 2);
  CHECK(item.providers[1].use.distance_m == Approx(52'100));
  CHECK(ledger.disagreements.empty());
  CHECK(ledger.workouts == 2);
}

TEST_CASE("names that the plan takes for one are one item, called as whoever decides wrote it last") {
  const sync::GearLedger ledger =
      AGarage({sheet_rules(), garmin_rules()})
          .alias("Red bike", "Tarmac 2019")
          .workout({a_ride("spreadsheet").with("2019 tarmac")})
          .workout({a_ride("spreadsheet").with("Tarmac 2019"), a_ride("garmin").with("Red bike")})
          .count();
  REQUIRE(names_of(ledger) == Names{"Tarmac 2019"});
  CHECK(ledger.items.front().other_names == Names{"2019 tarmac", "Red bike"});
  CHECK(ledger.disagreements.empty());
}

TEST_CASE("a disagreement tells who says what, how often and in which months") {
  AGarage garage({sheet_rules(), garmin_rules()});
  for (int i = 0; i < 30; ++i) { // from 3 August to 1 September
    garage.workout({a_ride("spreadsheet").with("Tarmac"), a_ride("garmin").with(i == 0 ? "Commuter" : "none")});
  }
  const sync::GearLedger ledger = garage.count();
  REQUIRE(ledger.disagreements.size() == 2);
  const sync::GearDisagreement& first = ledger.disagreements.front();
  CHECK(first.provider == "spreadsheet");
  CHECK(first.item == "Tarmac");
  CHECK(first.other_provider == "garmin");
  CHECK(first.other_item.empty());
  CHECK(first.workouts == 29);
  CHECK(first.months == std::map<Month, std::int64_t>{{Month{2025, 8}, 28}, {Month{2025, 9}, 1}});
  CHECK(ledger.disagreements.back().other_item == "Commuter");
  CHECK(names_of(ledger) == Names{"Tarmac", "Commuter"});
  CHECK(ledger.items.back().total == sync::GearUse{});
  CHECK(ledger.items.back().providers.size() == 1);
}

TEST_CASE("a write-only provider never decides, but its gear counts where nobody else names any") {
  const sync::GearLedger ledger = AGarage({garmin_rules(), strava_rules()})
                                      .workout({a_ride("garmin").with("Tarmac"), a_ride("strava").with("Canyon")})
                                      .workout({a_ride("garmin"), a_ride("strava").with("Canyon")})
                                      .count();
  REQUIRE(ledger.disagreements.size() == 1);
  CHECK(ledger.disagreements.front().provider == "garmin");
  CHECK(ledger.disagreements.front().other_provider == "strava");
  REQUIRE(ledger.items.size() == 2);
  for (const sync::GearItem& item : ledger.items) {
    CHECK(item.total.workouts == 1);
  }
  CHECK(ledger.without_gear == 0);
}

TEST_CASE("files that list no gear, copies, deleted records and workouts without gear are left out") {
  Record deleted = a_ride("garmin").with("Gone");
  deleted.deleted_at = 1;
  Record copy = a_ride("garmin").with("Copy");
  copy.key.id = "garmin-2";
  const sync::GearLedger ledger = AGarage({garmin_rules(), file_rules()})
                                      .workout({a_ride("garmin").with("Tarmac"), copy, a_ride("file").with("Edge 530")},
                                               {LinkRole::member, LinkRole::duplicate, LinkRole::member})
                                      .workout({deleted})
                                      .workout({a_ride("garmin").with("No equipment")})
                                      .count();
  CHECK(names_of(ledger) == Names{"Tarmac"});
  CHECK(ledger.items.front().providers.size() == 1);
  CHECK(ledger.workouts == 2);
  CHECK(ledger.without_gear == 1);
}

TEST_CASE("parts of a workout count for the gear of each at their provider") {
  Record run = ARecord("garmin", "garmin-2").run().at("2025-08-03T09:00:00Z").km(10).with("Speedgoat");
  const sync::GearLedger ledger =
      AGarage({garmin_rules()})
          .workout({a_ride("garmin").km(40).with("Tarmac"), run}, {LinkRole::part, LinkRole::part})
          .count();
  REQUIRE(ledger.items.size() == 2);
  CHECK(ledger.items[0].providers.front().use.distance_m == Approx(40'000));
  CHECK(ledger.items[1].providers.front().use.distance_m == Approx(10'000));
  CHECK(ledger.items[1].providers.front().use.workouts == 1);
}
