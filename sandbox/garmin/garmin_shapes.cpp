// SPDX-License-Identifier: MIT
#include "sandbox/garmin/garmin_shapes.hpp"

#include <cmath>
#include <string>
#include <string_view>

namespace tracekit::sandbox {
namespace {

using nlohmann::json;

struct Name {
  const char* listed;
  const char* alone;
};

constexpr Name summary_names[] = {{"startLatitude", "startLatitude"},
                                  {"startLongitude", "startLongitude"},
                                  {"endLatitude", "endLatitude"},
                                  {"endLongitude", "endLongitude"},
                                  {"distance", "distance"},
                                  {"duration", "duration"},
                                  {"movingDuration", "movingDuration"},
                                  {"elapsedDuration", "elapsedDuration"},
                                  {"elevationGain", "elevationGain"},
                                  {"elevationLoss", "elevationLoss"},
                                  {"averageSpeed", "averageSpeed"},
                                  {"maxSpeed", "maxSpeed"},
                                  {"calories", "calories"},
                                  {"averageHR", "averageHR"},
                                  {"maxHR", "maxHR"},
                                  {"averageRunningCadenceInStepsPerMinute", "averageRunCadence"},
                                  {"maxRunningCadenceInStepsPerMinute", "maxRunCadence"},
                                  {"averageBikingCadenceInRevPerMinute", "averageBikeCadence"},
                                  {"maxBikingCadenceInRevPerMinute", "maxBikeCadence"},
                                  {"avgPower", "averagePower"},
                                  {"maxPower", "maxPower"},
                                  {"normPower", "normalizedPower"},
                                  {"maxTemperature", "maxTemperature"}};

json value_of(const json& object, const char* key) { return object.contains(key) ? object.at(key) : json(nullptr); }

/// `2026-05-17 07:12:05` as `2026-05-17T07:12:05.0`
json with_fraction(const json& time) {
  if (!time.is_string()) {
    return time;
  }
  auto text = time.get<std::string>();
  if (text.size() > 10) {
    text[10] = 'T';
  }
  return text + ".0";
}

json shortened(const json& value, double digits) {
  return value.is_number_float() ? json(std::round(value.get<double>() * digits) / digits) : value;
}

json metadata_of(const json& listed) {
  json metadata = {{"isOriginal", true},
                   {"lastUpdateDate", "2026-05-17T05:55:04.0"},
                   {"childIds", json::array()},
                   {"manufacturer", value_of(listed, "manufacturer")},
                   {"deviceMetaDataDTO", nullptr},
                   {"manualActivity", listed.value("manualActivity", false)},
                   {"favorite", false}};
  if (listed.contains("deviceId")) {
    metadata["deviceMetaDataDTO"] = {{"deviceId", listed.at("deviceId").dump()}, {"deviceTypePk", 38001}};
  }
  if (listed.contains("sandboxChildIds")) {
    metadata["childIds"] = listed.at("sandboxChildIds");
  }
  return metadata;
}

} // namespace

json garmin_detail(const json& listed) {
  json summary = {{"startTimeLocal", with_fraction(value_of(listed, "startTimeLocal"))},
                  {"startTimeGMT", with_fraction(value_of(listed, "startTimeGMT"))}};
  for (const Name& name : summary_names) {
    const bool is_place = std::string_view(name.alone).ends_with("itude");
    summary[name.alone] = shortened(value_of(listed, name.listed), is_place ? 1e7 : 1e3);
  }
  summary["distance"] = shortened(summary["distance"], 1e2);
  json detail = {{"activityId", listed.at("activityId")},
                 {"activityUUID", {{"uuid", "0f1e2d3c-4b5a-4697-8877-665544332211"}}},
                 {"activityName", value_of(listed, "activityName")},
                 {"description", value_of(listed, "description")},
                 {"userProfileId", value_of(listed, "ownerId")},
                 {"isMultiSportParent", listed.value("parent", false)},
                 {"activityTypeDTO", value_of(listed, "activityType")},
                 {"accessControlRuleDTO", value_of(listed, "privacy")},
                 {"timeZoneUnitDTO", {{"unitId", 124}, {"unitKey", "Europe/Paris"}, {"timeZone", "Europe/Paris"}}},
                 {"metadataDTO", metadata_of(listed)},
                 {"summaryDTO", std::move(summary)},
                 {"locationName", value_of(listed, "locationName")}};
  if (listed.contains("parentId")) {
    detail["parentId"] = listed.at("parentId");
  }
  return detail;
}

} // namespace tracekit::sandbox
