// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "sync/plan.hpp"
#include "sync/workout_view.hpp"

namespace tracekit::sync {

/// How much a piece of equipment was used.
struct GearUse {
  std::int64_t workouts = 0;
  double distance_m = 0;
  double duration_s = 0;
  std::optional<std::int64_t> first_day; ///< local days since 1970-01-01
  std::optional<std::int64_t> last_day;
  friend bool operator==(const GearUse&, const GearUse&) = default;
};

/// The same as one provider counts it.
struct ProviderGearUse {
  std::string provider;
  GearUse use;
};

/// One piece of equipment under all of its names.
struct GearItem {
  std::string name;                       ///< as whoever decides wrote it last
  std::vector<std::string> other_names;   ///< how else it is written
  GearUse total;                          ///< each workout once, measured as well as anybody measured it
  std::vector<ProviderGearUse> providers; ///< those that know it, by priority
};

/// Workouts of which two providers name different equipment, for one pair of providers and items.
struct GearDisagreement {
  std::string provider; ///< whose word decides
  std::string item;
  std::string other_provider; ///< where the plan would set it
  std::string other_item;     ///< empty: none
  std::int64_t workouts = 0;
  std::map<Month, std::int64_t> months; ///< workouts by month
};

/// Who used what, how much, and where that is disputed.
struct GearLedger {
  std::vector<GearItem> items;                 ///< the most used first
  std::vector<GearDisagreement> disagreements; ///< the largest first
  std::int64_t workouts = 0;
  std::int64_t without_gear = 0; ///< workouts of which nobody names equipment
};

/// Adds up the use of equipment, workout by workout. A workout counts for the item that the plan takes for its
/// equipment or, where only providers that never decide name one, for theirs. Providers disagree where the plan would
/// set equipment. Pure; memory grows with the number of items and their names only.
class GearCounting {
public:
  /// The month of the input does not matter.
  explicit GearCounting(const PlanInput& input);

  /// Workouts by day, so that the last name is the newest. `local_day`: days since 1970-01-01.
  void add(const Workout& workout, std::optional<std::int64_t> local_day);

  [[nodiscard]] GearLedger finish();

private:
  struct Item {
    std::string name;
    bool decided = false; ///< the name is by somebody who decides
    std::vector<std::string> names;
    GearUse total;
    std::vector<GearUse> by_column;
  };
  using Pair = std::tuple<std::string, std::size_t, std::string, std::size_t>; ///< provider, item, provider, item

  std::size_t item_of(const std::string& name);
  void add_providers(const WorkoutView& view, std::optional<std::int64_t> local_day);
  void add_total(const WorkoutView& view, std::optional<std::int64_t> local_day);
  void add_disagreements(const WorkoutView& view, std::optional<std::int64_t> local_day);
  [[nodiscard]] GearItem finished(Item& item) const;

  const PlanInput& input_;
  Columns columns_;
  std::unordered_set<std::string> dismissed_;
  std::vector<Item> items_;
  std::unordered_map<std::string, std::size_t> by_canonical_;
  std::unordered_map<std::string, std::size_t> by_name_; ///< as written: most names come again and again
  std::map<Pair, GearDisagreement> disagreements_;
  std::int64_t workouts_ = 0;
  std::int64_t without_gear_ = 0;
};

} // namespace tracekit::sync
