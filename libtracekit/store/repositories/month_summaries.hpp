// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/month.hpp"
#include "store/repositories/coverage.hpp"
#include "store/repositories/scope.hpp"

namespace tracekit::store {

/// One provider's part of a month.
struct ProviderMonth {
  std::string provider;
  std::int64_t records = 0;
  std::uint32_t days = 0;            ///< bit 0 is the 1st of the month: days with a record
  std::int64_t open_differences = 0; ///< changes that the plan proposes there
  std::string devices;               ///< names, separated by newlines
  friend bool operator==(const ProviderMonth&, const ProviderMonth&) = default;
};

/// What the calendar shows of a month, without reading its records.
struct MonthSummary {
  Month month;
  std::int64_t activities = 0;
  std::int64_t matched = 0; ///< activities with records of two or more providers
  std::int64_t open_differences = 0;
  bool dirty = false;                   ///< data changed since it was computed
  std::vector<ProviderMonth> providers; ///< by provider
  friend bool operator==(const MonthSummary&, const MonthSummary&) = default;
};

/// Kept up to date by whoever changes records, links, settings or aliases; the calendar only reads.
class MonthSummaries : public Scope {
public:
  using Scope::Scope;

  /// Replaces the summaries of these months and clears their marks.
  void save(std::span<const MonthSummary> months);
  [[nodiscard]] std::vector<MonthSummary> in_months(Month from,
                                                    Month to) const; ///< by month; only months that have one
  /// First and last month that has activities, waits to be counted, or was asked for.
  [[nodiscard]] std::optional<std::pair<Month, Month>> range() const;

  void mark_dirty(std::span<const Month> months);
  void mark_all_dirty();
  [[nodiscard]] std::vector<Month> dirty() const; ///< oldest first
  /// Months with activities that have no summary at all, oldest first.
  [[nodiscard]] std::vector<Month> missing() const;
  void erase(std::optional<Month> month);
};

} // namespace tracekit::store
