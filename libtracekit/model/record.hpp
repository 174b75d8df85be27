// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/month.hpp"
#include "model/recording.hpp"

namespace tracekit {

/// The identity of a record, for ever: which provider holds it and under which id.
struct RecordKey {
  std::string provider;
  std::string id;
  friend auto operator<=>(const RecordKey&, const RecordKey&) = default;
};

/// How a record came to us. Only `api` and `file` prove that the provider itself was asked.
enum class Origin { api, archive, file, load };
std::string_view to_string(Origin origin);
std::optional<Origin> origin_of(std::string_view text);

/// Another service's id for the same workout, as the provider tells it.
struct ExternalId {
  std::string provider;
  std::string id;
  friend bool operator==(const ExternalId&, const ExternalId&) = default;
};

/// One provider's view of one workout, as last seen there. Plain facts: values of several records are never
/// merged into one. SI units; cadence per leg. `type` is the provider's own word, `sport`/`sub_sport` ours (FIT names).
struct Record {
  RecordKey key;
  Origin origin = Origin::api;
  std::string account; ///< the provider's account where several are connected

  std::optional<EpochSeconds> start;      ///< UTC; absent when only the date is known
  std::optional<WallSeconds> start_local; ///< wall clock where it happened; midnight when only the date is known
  std::string tz;                         ///< IANA zone if the provider tells it
  std::optional<int> utc_offset_s;
  bool date_only = false; ///< `start_local` tells the day, not the time of day

  std::string sport = "generic";
  std::string sub_sport = "generic";
  std::string type;
  std::string name;
  std::string description;
  std::string equipment;
  std::string gear_id; ///< the provider's id of that equipment

  Totals totals;
  std::optional<Position> first;
  std::optional<Position> last;
  std::vector<Position> sketch; ///< about 32 points of the track, for matching; empty without positions

  Device device;
  std::optional<FitFileId> file_id;
  std::vector<ExternalId> external_ids;
  std::string source; ///< upstream service that the provider had it from, in the provider's word
  std::string format; ///< of the source file: fit, gpx, tcx ...

  std::string parent_id; ///< of a multisport leg or part: the provider id of the whole
  int part = 0;          ///< 1, 2, ... within the parent; 0 for a whole
  bool stub = false;     ///< the provider only passes on a link, no data (Intervals.icu of Strava)
  bool manual = false;
  bool indoor = false;
  bool commute = false;
  bool private_ = false;

  std::optional<EpochSeconds> updated_at; ///< by the provider's clock
  EpochSeconds fetched_at = 0;
  std::optional<EpochSeconds> deleted_at; ///< since when a complete pull no longer returned it
  std::string payload_sha256;             ///< raw API answer or original file, in the blob store
  std::string detail_json; ///< provider's further fields, a JSON object or empty (spreadsheet: city, with, ...)

  friend bool operator==(const Record&, const Record&) = default;
};

/// The local calendar date: from the wall clock, else from the offset, else in `home`. Nothing when no time is known.
class TimeZone;
std::optional<Date> local_date(const Record& record, const TimeZone& home);
/// The wall clock time of the start, found the same way.
std::optional<WallSeconds> local_start(const Record& record, const TimeZone& home);

/// A record of one session of a file: identity `sha256` + `#index` (0-based, omitted for 0), totals, sketch, device.
Record record_of(const Recording& recording, std::string_view provider, std::string_view sha256, std::size_t session);

} // namespace tracekit
