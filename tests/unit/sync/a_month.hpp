// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "sync/compare.hpp"
#include "unit/match/a_record.hpp"

namespace tracekit::test {

/// The providers of a usual set-up: the sheet decides, then Garmin; Strava is write-only.
inline sync::ProviderRules sheet_rules() {
  sync::ProviderRules rules;
  rules.id = "spreadsheet";
  rules.title = "Spreadsheet";
  rules.priority = 1;
  rules.can_rename = rules.can_set_equipment = rules.can_add = rules.can_set_metadata = true;
  return rules;
}
inline sync::ProviderRules garmin_rules() {
  sync::ProviderRules rules;
  rules.id = "garmin";
  rules.title = "Garmin Connect";
  rules.priority = 2;
  rules.can_rename = rules.can_set_equipment = rules.has_source_files = true;
  return rules;
}
inline sync::ProviderRules ridewithgps_rules() {
  sync::ProviderRules rules = garmin_rules();
  rules.id = "ridewithgps";
  rules.title = "Ride with GPS";
  rules.priority = 3;
  rules.refused_sports = {"mobility", "strength"};
  return rules;
}
inline sync::ProviderRules icu_rules() {
  sync::ProviderRules rules = garmin_rules();
  rules.id = "intervalsicu";
  rules.title = "Intervals.icu";
  rules.priority = 4;
  return rules;
}
inline sync::ProviderRules file_rules() {
  sync::ProviderRules rules;
  rules.id = "file";
  rules.title = "Files";
  rules.priority = 5;
  rules.can_store_file = true;
  rules.lists_equipment = false;
  return rules;
}
inline sync::ProviderRules strava_rules() {
  sync::ProviderRules rules;
  rules.id = "strava";
  rules.title = "Strava";
  rules.priority = 6;
  rules.can_rename = rules.can_set_equipment = rules.write_only = true;
  return rules;
}

/// A month to compare, built workout by workout.
class AMonth {
public:
  std::vector<sync::ProviderRules> providers;
  std::vector<sync::OpenQuestion> questions;
  std::vector<std::string> dismissed;
  sync::GearNames gear;
  EpochSeconds now = 1754900000; ///< 2025-08-11T08:13:20Z

  explicit AMonth(std::vector<sync::ProviderRules> rules) : providers(std::move(rules)) {}

  AMonth& workout(const std::vector<Record>& records, const std::vector<LinkRole>& roles = {}) {
    sync::Workout workout;
    workout.activity.id = static_cast<ActivityId>(workouts_.size() + 1);
    for (std::size_t i = 0; i < records.size(); ++i) {
      Record record = records[i];
      record.fetched_at = record.fetched_at == 0 ? now - 3600 : record.fetched_at;
      Link link;
      link.record = record.key;
      link.kind = i == 0 ? LinkKind::founder : LinkKind::automatic;
      link.role = i < roles.size() ? roles[i] : LinkRole::member;
      link.score = i == 0 ? 0 : 20.0 - static_cast<double>(i);
      workout.activity.links.push_back(link);
      workout.records.push_back(std::move(record));
    }
    workouts_.push_back(std::move(workout));
    return *this;
  }

  [[nodiscard]] sync::Comparison compare() const {
    const TimeZone home("Europe/Berlin");
    return sync::compare({Month{2025, 8}, questions, providers, gear, home, now, dismissed}, workouts_);
  }

  /// Only its changes, to be counted.
  [[nodiscard]] sync::Comparison compare_changes() const {
    const TimeZone home("Europe/Berlin");
    const sync::PlanInput input{Month{2025, 8}, questions, providers, gear, home, now, dismissed};
    sync::Comparing comparing(input, sync::ComparisonParts::changes);
    for (const sync::Workout& workout : workouts_) {
      comparing.add(workout);
    }
    return comparing.finish();
  }

  [[nodiscard]] std::vector<sync::Change> changes(sync::ChangeKind kind) const {
    std::vector<sync::Change> all = compare().changes;
    std::erase_if(all, [&](const sync::Change& change) { return change.kind != kind; });
    return all;
  }

private:
  std::vector<sync::Workout> workouts_;
};

inline ARecord a_ride(const std::string& provider) {
  return ARecord(provider, provider + "-1").ride().at("2025-08-03T07:00:00Z").km(42.1).lasting(5400);
}

} // namespace tracekit::test
