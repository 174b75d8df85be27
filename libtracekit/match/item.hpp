// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/timezone.hpp"
#include "model/record.hpp"

namespace tracekit::match {

/// A number that stands for a text, so that two texts are compared at once; 0 for none.
using Code = std::uint32_t;

/// What a person or a device adds to a workout; 0 when unknown.
struct Extras {
  Code title = 0; ///< without regard to case and blanks; 0 for titles that are too short to tell anything
  Code equipment = 0;
  Code device = 0;
  bool long_title = false;
  float avg_hr = 0;
  float max_hr = 0;
  float calories = 0;
  float ascent_m = 0;
};

/// What matching needs of a record, flat and computed once.
struct Item {
  const Record* record = nullptr;
  std::uint32_t provider = 0;            ///< number of the provider, in order of their ids
  int rank = 0;                          ///< how good a witness it is; lower is better
  std::int64_t moment = 0;               ///< start, or midnight of the date: the order in time
  std::optional<EpochSeconds> start;     ///< absent when only the date is known
  double span_s = 0;                     ///< from start to end; 0 when unknown
  double distance_m = 0;                 ///< 0 when unknown
  std::array<double, 3> durations{};     ///< elapsed, timer, moving seconds; 0 when unknown
  std::array<bool, 3> whole_minutes{};   ///< which of them may have been rounded
  std::optional<std::int64_t> day;       ///< local date, days since 1970
  std::optional<WallSeconds> wall_start; ///< local time of the start; absent when only the date is known
  bool day_is_told = false;              ///< the record itself tells the zone; else `home` was assumed
  Code family = 0;                       ///< of its sport; 0 when unknown
  Code sport = 0;                        ///< the sport itself
  Code sub_sport = 0;                    ///< 0 for generic
  bool frequent_sport = false;           ///< most people do it often, so that it says less
  bool indoor = false;                   ///< its distance is a guess
  bool parent = false;                   ///< the whole of a multisport
  bool leg = false;                      ///< a leg or part of a parent
  bool has_identity = false;             ///< carries a hash, file_id or serial number
  bool mentions = false;                 ///< carries ids of other providers
  bool has_track = false;                ///< its record has a sketch of the track
  bool has_position = false;             ///< its record tells where it began
  Extras extras;

  [[nodiscard]] double end() const { return static_cast<double>(start.value_or(0)) + span_s; }
  [[nodiscard]] std::int64_t utc_offset_s() const { return wall_start && start ? *wall_start - *start : 0; }
};

/// Items in order of time, then provider, then id (numbers within ids count as numbers).
std::vector<Item> make_items(std::span<const Record> records, const TimeZone& home);
Item make_item(const Record& record, const TimeZone& home);

/// Whether `a` stands before `b` when runs of digits are compared as numbers: `row 9` before `row 10`.
bool natural_less(std::string_view a, std::string_view b);

} // namespace tracekit::match
