// SPDX-License-Identifier: MIT
#include "app/original/answers.hpp"

#include <array>

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "net/json_fields.hpp"
#include "providers/garmin/activity.hpp"
#include "providers/intervalsicu/activity.hpp"
#include "providers/ridewithgps/trip.hpp"
#include "providers/strava/activity.hpp"

namespace tracekit::app::original {
namespace {

using nlohmann::json;

Record garmin_record(const json& answer, const Record& columns, const TimeZone&) {
  return garmin::record_of(garmin::listed_form(answer), {columns.equipment, "", columns.device.product, 0},
                           columns.fetched_at);
}

Record intervals_record(const json& answer, const Record& columns, const TimeZone& home) {
  return intervalsicu::record_of(answer, {}, home, columns.fetched_at);
}

/// Answers about single trips come in an envelope, those of lists do not.
Record ridewithgps_record(const json& answer, const Record& columns, const TimeZone&) {
  const json& envelope = net::part_of(answer, "trip");
  const json& trip = envelope.is_object() ? envelope : answer;
  return ridewithgps::record_of(trip, {{ridewithgps::gear_id_of(trip), columns.equipment, false}}, columns.fetched_at);
}

Record strava_record(const json& answer, const Record& columns, const TimeZone&) {
  return strava::record_of(answer, columns.equipment, columns.fetched_at);
}

struct Reader {
  const char* provider;
  Record (*read)(const json& answer, const Record& columns, const TimeZone& home);
};
constexpr std::array readers{Reader{"garmin", garmin_record}, Reader{"intervalsicu", intervals_record},
                             Reader{"ridewithgps", ridewithgps_record}, Reader{"strava", strava_record}};

} // namespace

std::optional<Record> record_in_answer(const std::string& raw_data, const Record& columns, const TimeZone& home) {
  const auto* reader = std::find_if(readers.begin(), readers.end(),
                                    [&](const Reader& one) { return columns.key.provider == one.provider; });
  const auto answer = reader == readers.end() || raw_data.empty() ? std::nullopt : net::json_of(raw_data);
  if (!answer || !answer->is_object()) {
    return std::nullopt;
  }
  try {
    Record record = reader->read(*answer, columns, home);
    record.payload_sha256.clear(); // it is not kept: the next pull brings its own
    return record.key == columns.key ? std::optional(std::move(record)) : std::nullopt;
  } catch (const Error&) { // without a start that can be read
    return std::nullopt;
  }
}

} // namespace tracekit::app::original
