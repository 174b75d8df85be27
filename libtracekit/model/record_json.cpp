// SPDX-License-Identifier: MIT
#include "model/record_json.hpp"

#include <array>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/text.hpp"
#include "model/sport.hpp"

namespace tracekit {
namespace {

using nlohmann::json;

struct NumberField {
  const char* name;
  std::optional<double> Totals::* member;
  bool always = false;
};

constexpr std::array<NumberField, 18> number_fields = {{
    {"elapsed_s", &Totals::elapsed_s, true},
    {"timer_s", &Totals::timer_s},
    {"moving_s", &Totals::moving_s, true},
    {"distance_m", &Totals::distance_m, true},
    {"ascent_m", &Totals::ascent_m},
    {"descent_m", &Totals::descent_m},
    {"avg_speed_mps", &Totals::avg_speed_mps},
    {"max_speed_mps", &Totals::max_speed_mps},
    {"avg_hr", &Totals::avg_hr},
    {"max_hr", &Totals::max_hr},
    {"avg_cadence", &Totals::avg_cadence},
    {"max_cadence", &Totals::max_cadence},
    {"avg_power", &Totals::avg_power},
    {"max_power", &Totals::max_power},
    {"normalized_power", &Totals::normalized_power},
    {"avg_temperature_c", &Totals::avg_temperature_c},
    {"max_temperature_c", &Totals::max_temperature_c},
    {"calories_kcal", &Totals::calories_kcal},
}};

enum class Unknown { left_out, empty, null };

struct TextField {
  const char* name;
  std::string Record::* member;
  Unknown unknown = Unknown::left_out;
};

constexpr std::array<TextField, 12> text_fields = {{
    {"account", &Record::account},
    {"tz", &Record::tz, Unknown::null},
    {"sub_sport", &Record::sub_sport},
    {"type", &Record::type, Unknown::empty},
    {"name", &Record::name, Unknown::empty},
    {"description", &Record::description},
    {"equipment", &Record::equipment, Unknown::empty},
    {"gear_id", &Record::gear_id},
    {"source", &Record::source, Unknown::null},
    {"format", &Record::format, Unknown::null},
    {"parent_id", &Record::parent_id},
    {"payload_sha256", &Record::payload_sha256},
}};

struct DeviceField {
  const char* name;
  std::string Device::* member;
};

constexpr std::array<DeviceField, 4> device_fields = {{
    {"device", &Device::product},
    {"device_manufacturer", &Device::manufacturer},
    {"device_serial", &Device::serial},
    {"device_software", &Device::software},
}};

struct FlagField {
  const char* name;
  bool Record::* member;
};

constexpr std::array<FlagField, 5> flag_fields = {{
    {"stub", &Record::stub},
    {"manual", &Record::manual},
    {"indoor", &Record::indoor},
    {"commute", &Record::commute},
    {"private", &Record::private_},
}};

json to_json(Position position) { return json::array({position.lat, position.lon}); }

template <typename Value> void put(json& line, const char* name, const std::optional<Value>& value) {
  if (value) {
    line[name] = *value;
  }
}

/// A field of a line; nothing when absent or null.
const json* find(const json& line, const char* name) {
  const auto found = line.find(name);
  return found == line.end() || found->is_null() ? nullptr : &*found;
}

[[noreturn]] void refuse(std::string_view field, std::string_view expected, const json& value) {
  std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  if (text.size() > 60) {
    text = to_valid_utf8(text.substr(0, 60)) + "...";
  }
  throw Error(ErrorKind::input, fmt::format("field \"{}\" of a record: expected {}, got {}", field, expected, text),
              "docs/reference/records.md lists the fields");
}

std::string text_of(const json& line, const char* name) {
  const json* value = find(line, name);
  if (value == nullptr) {
    return {};
  }
  if (!value->is_string()) {
    refuse(name, "a text", *value);
  }
  return to_valid_utf8(value->get_ref<const std::string&>());
}

std::optional<double> number_of(const json& line, const char* name) {
  const json* value = find(line, name);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (!value->is_number() || !std::isfinite(value->get<double>())) {
    refuse(name, "a number", *value);
  }
  return value->get<double>();
}

std::optional<std::int64_t> integer_of(const json& line, const char* name) {
  const json* value = find(line, name);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX)) {
    refuse(name, "a whole number", *value);
  }
  if (value->is_number_float()) {
    const double number = value->get<double>();
    if (std::abs(number) > 9e15 || number != std::floor(number)) {
      refuse(name, "a whole number", *value);
    }
    return static_cast<std::int64_t>(number);
  }
  if (!value->is_number_integer()) {
    refuse(name, "a whole number", *value);
  }
  return value->get<std::int64_t>();
}

/// Seconds since 1970 within the years 1 to 9999, so that no later arithmetic overflows.
std::optional<std::int64_t> seconds_of(const json& line, const char* name) {
  const auto value = integer_of(line, name);
  if (value && (*value < -62135596800 || *value > 253402300799)) {
    refuse(name, "seconds since 1970", line[name]);
  }
  return value;
}

std::optional<int> small_integer_of(const json& line, const char* name, int limit) {
  const auto value = integer_of(line, name);
  if (value && (*value > limit || *value < -limit)) {
    refuse(name, fmt::format("a whole number between -{} and {}", limit, limit), line[name]);
  }
  return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

bool flag_of(const json& line, const char* name) {
  const json* value = find(line, name);
  if (value != nullptr && !value->is_boolean()) {
    refuse(name, "true or false", *value);
  }
  return value != nullptr && value->get<bool>();
}

Position position_of(const json& value, const char* name) {
  if (!value.is_array() || value.size() != 2 || !value[0].is_number() || !value[1].is_number()) {
    refuse(name, "[latitude, longitude]", value);
  }
  const Position position{value[0].get<double>(), value[1].get<double>()};
  if (!(std::abs(position.lat) <= 90) || !(std::abs(position.lon) <= 180)) {
    refuse(name, "[latitude, longitude] in degrees", value);
  }
  return position;
}

const json* list_of(const json& line, const char* name) {
  const json* value = find(line, name);
  if (value != nullptr && !value->is_array()) {
    refuse(name, "a list", *value);
  }
  return value;
}

void read_key(const json& line, Record& record) {
  record.key.provider = text_of(line, "provider");
  const json* id = find(line, "id");
  record.key.id = id != nullptr && id->is_number_integer() ? id->dump() : text_of(line, "id");
  for (const auto& [name, value] : {std::pair{"provider", &record.key.provider}, std::pair{"id", &record.key.id}}) {
    if (value->empty()) {
      throw Error(ErrorKind::input, fmt::format("a record has no field \"{}\"", name),
                  "every line needs \"provider\" and \"id\"");
    }
  }
}

void read_time(const json& line, Record& record) {
  record.start = seconds_of(line, "start");
  record.utc_offset_s = small_integer_of(line, "utc_offset_s", 26 * 3600);
  const std::string text = text_of(line, "start_local");
  if (text.empty()) {
    return;
  }
  if (const auto date = parse_date(text)) {
    record.start_local = wall_midnight(*date);
    record.date_only = true;
    return;
  }
  const auto time = parse_iso_time(text);
  if (!time) {
    refuse("start_local", "YYYY-MM-DDTHH:MM:SS or YYYY-MM-DD", line["start_local"]);
  }
  record.start_local = time->wall_s;
}

void read_sport(const json& line, Record& record) {
  record.sport = text_of(line, "sport");
  if (record.sport.empty()) {
    const Sport sport = sport_of_word(record.type);
    record.sport = sport.sport;
    record.sub_sport = sport.sub_sport;
  } else if (record.sub_sport.empty()) {
    record.sub_sport = "generic";
  }
}

void read_identity(const json& line, Record& record) {
  if (const json* id = find(line, "file_id")) {
    if (!id->is_object()) {
      refuse("file_id", "an object", *id);
    }
    record.file_id = FitFileId{integer_of(*id, "manufacturer").value_or(0), integer_of(*id, "product").value_or(0),
                               integer_of(*id, "serial").value_or(0), seconds_of(*id, "time_created").value_or(0)};
  }
  if (const json* ids = list_of(line, "external_ids")) {
    for (const json& id : *ids) {
      if (!id.is_object()) {
        refuse("external_ids", "a list of {\"provider\", \"id\"}", id);
      }
      record.external_ids.push_back({text_of(id, "provider"), text_of(id, "id")});
    }
  }
}

void read_places(const json& line, Record& record) {
  if (const json* first = find(line, "first")) {
    record.first = position_of(*first, "first");
  }
  if (const json* last = find(line, "last")) {
    record.last = position_of(*last, "last");
  }
  if (const json* sketch = list_of(line, "sketch")) {
    for (const json& point : *sketch) {
      record.sketch.push_back(position_of(point, "sketch"));
    }
  }
}

void write_identity(json& line, const Record& record) {
  put(line, "device_product_number", record.device.product_number);
  if (record.file_id) {
    const FitFileId& id = *record.file_id;
    line["file_id"] = {{"manufacturer", id.manufacturer},
                       {"product", id.product},
                       {"serial", id.serial},
                       {"time_created", id.time_created}};
  }
  for (const ExternalId& id : record.external_ids) {
    line["external_ids"].push_back({{"provider", id.provider}, {"id", id.id}});
  }
}

void write_places(json& line, const Record& record) {
  if (record.first) {
    line["first"] = to_json(*record.first);
  }
  if (record.last) {
    line["last"] = to_json(*record.last);
  }
  for (const Position& point : record.sketch) {
    line["sketch"].push_back(to_json(point));
  }
}

} // namespace

json to_json(const Record& record) {
  json line = json::object();
  line["provider"] = record.key.provider;
  line["id"] = record.key.id;
  line["origin"] = to_string(record.origin);
  line["start"] = record.start ? json(*record.start) : json();
  line["start_local"] = !record.start_local ? json()
                        : record.date_only  ? json(format_date(date_of_wall(*record.start_local)))
                                            : json(format_wall(*record.start_local));
  put(line, "utc_offset_s", record.utc_offset_s);
  line["sport"] = record.sport;
  for (const TextField& field : text_fields) {
    const std::string& text = record.*field.member;
    if (!text.empty() || field.unknown == Unknown::empty) {
      line[field.name] = text;
    } else if (field.unknown == Unknown::null) {
      line[field.name] = nullptr;
    }
  }
  for (const NumberField& field : number_fields) {
    const auto& value = record.totals.*field.member;
    if (value || field.always) {
      line[field.name] = value ? json(*value) : json();
    }
  }
  line["device"] = nullptr;
  for (const DeviceField& field : device_fields) {
    const std::string& text = record.device.*field.member;
    if (!text.empty()) {
      line[field.name] = text;
    }
  }
  for (const FlagField& field : flag_fields) {
    if (record.*field.member) {
      line[field.name] = true;
    }
  }
  if (record.part != 0) {
    line["part"] = record.part;
  }
  write_identity(line, record);
  write_places(line, record);
  put(line, "updated_at", record.updated_at);
  if (record.fetched_at != 0) {
    line["fetched_at"] = record.fetched_at;
  }
  put(line, "deleted_at", record.deleted_at);
  if (!record.detail_json.empty()) {
    const json detail = json::parse(record.detail_json, nullptr, false);
    line["detail"] = detail.is_object() ? detail : json(record.detail_json);
  }
  return line;
}

std::string portable_line(const Record& record) {
  return to_json(record).dump(-1, ' ', false, json::error_handler_t::replace);
}

Record record_from_json(const json& line) {
  if (!line.is_object()) {
    throw Error(ErrorKind::input, "a record must be a JSON object", "docs/reference/records.md lists the fields");
  }
  Record record;
  read_key(line, record);
  const std::string origin = text_of(line, "origin");
  record.origin = origin_of(origin).value_or(Origin::load);
  if (!origin.empty() && !origin_of(origin)) {
    refuse("origin", "api, archive, file or load", line["origin"]);
  }
  read_time(line, record);
  for (const TextField& field : text_fields) {
    record.*field.member = text_of(line, field.name);
  }
  read_sport(line, record);
  for (const NumberField& field : number_fields) {
    record.totals.*field.member = number_of(line, field.name);
  }
  for (const DeviceField& field : device_fields) {
    record.device.*field.member = text_of(line, field.name);
  }
  record.device.product_number = integer_of(line, "device_product_number");
  for (const FlagField& field : flag_fields) {
    record.*field.member = flag_of(line, field.name);
  }
  record.part = small_integer_of(line, "part", 1'000'000).value_or(0);
  read_identity(line, record);
  read_places(line, record);
  record.updated_at = seconds_of(line, "updated_at");
  record.fetched_at = seconds_of(line, "fetched_at").value_or(0);
  record.deleted_at = seconds_of(line, "deleted_at");
  if (const json* detail = find(line, "detail")) {
    record.detail_json =
        detail->is_string() ? detail->get<std::string>() : detail->dump(-1, ' ', false, json::error_handler_t::replace);
  }
  return record;
}

} // namespace tracekit
