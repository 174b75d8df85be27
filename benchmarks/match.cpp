// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "base/timezone.hpp"
#include "match/match.hpp"
#include "sync/compare.hpp"

namespace {

using namespace tracekit;

/// A commuter's history: three workouts a day, each in five services, and a sheet with dates only.
class History {
public:
  explicit History(std::int64_t workouts) {
    for (std::int64_t i = 0; i < workouts; ++i) {
      add_workout(i);
    }
  }

  std::vector<Record> records;

private:
  std::int64_t within(std::uint64_t range) { return static_cast<std::int64_t>(random_() % range); }

  void add_workout(std::int64_t number) {
    constexpr std::int64_t first_day = 1104537600; // 2005-01-01
    const std::int64_t start = first_day + number / 3 * 86400 + (6 + 5 * (number % 3)) * 3600 + within(1800);
    const bool commute = number % 3 != 1;
    const double metres = commute ? 8200 + static_cast<double>(within(40)) : 3000 + static_cast<double>(within(9000));
    const double seconds = std::round(metres / 6) + static_cast<double>(within(200));
    for (const char* provider : {"file", "garmin", "strava", "ridewithgps", "intervalsicu", "spreadsheet"}) {
      Record record;
      record.key = {provider, std::to_string(10000 + number)};
      record.sport = commute ? "cycling" : "running";
      record.name = commute ? "Commute" : "Lunch run";
      record.totals.distance_m = metres * (1 + static_cast<double>(within(9) - 4) / 1000);
      record.totals.elapsed_s = seconds;
      record.totals.timer_s = seconds;
      record.fetched_at = start;
      if (record.key.provider == "spreadsheet") {
        record.date_only = true;
        record.start_local = start - start % 86400;
      } else {
        record.start = start + within(4);
        record.utc_offset_s = 0;
      }
      records.push_back(std::move(record));
    }
  }

  std::mt19937_64 random_{42};
};

void match_history(benchmark::State& state) {
  const History history(state.range(0));
  const TimeZone home("Europe/Berlin");
  for (auto _ : state) {
    benchmark::DoNotOptimize(match::match_records(history.records, {}, home));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(history.records.size()));
  state.SetComplexityN(state.range(0));
}
BENCHMARK(match_history)
    ->Arg(1000)
    ->Arg(10000)
    ->Arg(20000)
    ->Arg(100000)
    ->Unit(benchmark::kMillisecond)
    ->Complexity(benchmark::oN);

/// What a pull of one month matches again: its days and those of its neighbours.
void match_month(benchmark::State& state) {
  const History history(3 * 39);
  const TimeZone home("Europe/Berlin");
  for (auto _ : state) {
    benchmark::DoNotOptimize(match::match_records(history.records, {}, home));
  }
}
BENCHMARK(match_month)->Unit(benchmark::kMillisecond);

std::vector<sync::ProviderRules> all_providers() {
  std::vector<sync::ProviderRules> providers;
  for (const char* id : {"spreadsheet", "garmin", "ridewithgps", "intervalsicu", "file", "strava"}) {
    sync::ProviderRules& rules = providers.emplace_back();
    rules.id = rules.title = id;
    rules.priority = static_cast<int>(providers.size());
    rules.can_rename = rules.can_set_equipment = true;
  }
  return providers;
}

void compare_month(benchmark::State& state) {
  const History history(state.range(0));
  const TimeZone home("Europe/Berlin");
  std::vector<sync::Workout> workouts;
  for (std::size_t i = 0; i < history.records.size(); i += 6) {
    sync::Workout& workout = workouts.emplace_back();
    workout.activity.id = static_cast<ActivityId>(i);
    for (std::size_t k = i; k < i + 6; ++k) {
      workout.records.push_back(history.records[k]);
      workout.activity.links.push_back({history.records[k].key, LinkKind::automatic, LinkRole::member, 12, {}});
    }
  }
  const auto providers = all_providers();
  const sync::GearNames gear;
  for (auto _ : state) {
    benchmark::DoNotOptimize(sync::compare({Month{2005, 1}, {}, providers, gear, home, 1'700'000'000, {}}, workouts));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(history.records.size()));
  state.SetComplexityN(state.range(0));
}
BENCHMARK(compare_month)->Arg(30)->Arg(1000)->Arg(4000)->Unit(benchmark::kMillisecond)->Complexity();

} // namespace
