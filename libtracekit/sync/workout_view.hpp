// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "sync/plan.hpp"

namespace tracekit::sync {

/// How long it took: by the timer, else moving, else from start to end; nothing when the record does not tell.
std::optional<double> duration_of(const Record& record);

/// The providers of a plan by priority, and where each stands.
class Columns {
public:
  explicit Columns(std::span<const ProviderRules> providers);
  [[nodiscard]] std::size_t size() const { return rules_.size(); }
  [[nodiscard]] const ProviderRules& rules(std::size_t column) const { return *rules_[column]; }
  [[nodiscard]] std::optional<std::size_t> find(const std::string& provider) const;

private:
  std::vector<const ProviderRules*> rules_;
  std::unordered_map<std::string, std::size_t> columns_;
};

/// What one provider has of a workout.
struct Holding {
  std::vector<const Record*> shown;      ///< the member, or the parts in their order
  std::vector<const Record*> duplicates; ///< hidden behind the first shown

  [[nodiscard]] bool present() const { return !shown.empty(); }
  [[nodiscard]] const Record& first() const { return *shown.front(); }
};

/// A workout, sorted by providers, with the answers to what planning asks of it.
class WorkoutView {
public:
  WorkoutView(const Workout& workout, const Columns& columns);

  [[nodiscard]] const Workout& workout() const { return workout_; }
  [[nodiscard]] const Columns& columns() const { return columns_; }
  [[nodiscard]] const Holding& holding(std::size_t column) const { return holdings_[column]; }
  [[nodiscard]] std::size_t providers_present() const;

  /// The column that decides the name: the first by priority with one. Files, and what may not leave its provider,
  /// never do.
  [[nodiscard]] std::optional<std::size_t> name_authority() const { return name_authority_; }
  [[nodiscard]] std::optional<std::size_t> equipment_authority() const { return equipment_authority_; }

  /// Records whose values may go elsewhere, the best measurement first: device files, recorded tracks, services,
  /// manual.
  [[nodiscard]] std::vector<const Record*> measurements() const;
  /// The same with those that are only looked at.
  [[nodiscard]] const std::vector<const Record*>& all_measurements() const { return measurements_; }
  /// Of the best of them that has it.
  [[nodiscard]] std::optional<double> distance_m() const;
  [[nodiscard]] std::optional<double> duration_s() const;
  /// False for write-only providers, for what they passed on to others, and for stubs.
  [[nodiscard]] bool may_leave(const Record& record) const;

  [[nodiscard]] const std::string& sport() const { return sport_; }
  [[nodiscard]] const std::string& sub_sport() const { return sub_sport_; }
  /// `Ride "Coffee loop", 42.1 km`
  [[nodiscard]] std::string description() const;

private:
  void find_authorities();
  void find_measurements();
  void find_sport();

  const Workout& workout_;
  const Columns& columns_;
  std::vector<Holding> holdings_;
  std::vector<const Record*> measurements_;
  std::string sport_ = "generic";
  std::string sub_sport_ = "generic";
  std::optional<std::size_t> name_authority_;
  std::optional<std::size_t> equipment_authority_;
};

} // namespace tracekit::sync
