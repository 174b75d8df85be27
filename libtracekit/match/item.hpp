// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/timezone.hpp"
#include "match/codes.hpp"
#include "model/record.hpp"

namespace tracekit::match {

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

/// What matching needs of a record, computed once: two lines of the processor's cache, of which most comparisons need
/// only the first.
struct alignas(64) Item {
  EpochSeconds start = 0;              ///< or midnight of the date where only this is known: the order in time
  double span_s = 0;                   ///< from start to end; 0 when unknown
  double distance_m = 0;               ///< 0 when unknown
  std::array<double, 3> durations{};   ///< elapsed, timer, moving seconds; 0 when unknown
  std::uint32_t provider = 0;          ///< number of the provider, in order of their ids
  Code family = 0;                     ///< of its sport; 0 when unknown
  std::array<bool, 3> whole_minutes{}; ///< which of the durations may have been rounded
  std::uint8_t rank = 0;               ///< how good a witness it is; lower is better
  bool timed : 1 = false;              ///< tells the time of day, not only the date
  bool day_is_told : 1 = false;        ///< the record itself tells the zone; else `home` was assumed
  bool frequent_sport : 1 = false;     ///< most people do it often, so that it says less
  bool indoor : 1 = false;             ///< its distance is a guess
  bool parent : 1 = false;             ///< the whole of a multisport
  bool leg : 1 = false;                ///< a leg or part of a parent
  bool has_identity : 1 = false;       ///< carries a hash, file_id or serial number
  bool mentions : 1 = false;           ///< carries ids of other providers
  bool has_track : 1 = false;          ///< its record has a sketch of the track
  bool has_position : 1 = false;       ///< its record tells where it began

  const Record* record = nullptr;
  std::int64_t utc_offset_s = 0;   ///< of the place, as told or as `home` makes it; 0 when only the date is known
  std::optional<std::int32_t> day; ///< local date, days since 1970
  Code sport = 0;                  ///< the sport itself
  Code sub_sport = 0;              ///< 0 for generic
  Extras extras;

  [[nodiscard]] double end() const { return static_cast<double>(start) + span_s; }
};
static_assert(sizeof(Item) == 128);

/// What a sport and its sub-sport tell, looked up once for all records that name them.
struct SportTraits {
  Code sport = 0;
  Code sub_sport = 0;
  Code family = 0;
  bool frequent = false;
  bool indoor = false;
};

SportTraits traits_of(const Record& record);

/// The item of a record; its provider has no number yet, and whether it is a parent only others know.
Item make_item(const Record& record, const SportTraits& sport, const TimeZone& home);

/// The items of all records in order of time, then provider, then id (numbers within ids count as numbers).
std::vector<Item> make_items(std::span<const Record> records, const TimeZone& home);

} // namespace tracekit::match
