// SPDX-License-Identifier: MIT
#include "store/repositories/record_row.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "store/repositories/row_text.hpp"

namespace tracekit::store {
namespace {

static_assert(std::endian::native == std::endian::little && sizeof(Position) == 16, "sketches are stored as they lie");

using sql::Query;
using sql::Value;

// A path to a member: `of<&Record::device, &Device::serial>(record)`.
template <auto First, auto... Rest> auto& of(auto& object) {
  if constexpr (sizeof...(Rest) == 0) {
    return object.*First;
  } else {
    return of<Rest...>(object.*First);
  }
}

void assign(std::string& member, const Value& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    member = *text;
  }
}
void assign(bool& member, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    member = *number != 0;
  }
}
void assign(double& member, const Value& value) {
  if (const auto* number = std::get_if<double>(&value)) {
    member = *number;
  }
}
template <std::integral Integer> void assign(Integer& member, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    member = static_cast<Integer>(*number);
  }
}
template <class T> void assign(std::optional<T>& member, const Value& value) {
  if (!std::holds_alternative<std::monostate>(value)) {
    assign(member.emplace(), value);
  }
}

template <auto... Path> constexpr RecordColumn column(std::string_view name) {
  return {name, [](const Record& record, std::string&) { return sql::to_value(of<Path...>(record)); },
          [](Record& record, const Value& value) { assign(of<Path...>(record), value); }};
}

// A member of an optional struct: null without the struct; the struct is there when any of its columns is.
template <auto Optional, auto Member> Value optional_value(const Record& record, std::string&) {
  return (record.*Optional) ? sql::to_value((*(record.*Optional)).*Member) : Value(std::monostate{});
}
template <auto Optional, auto Member> void read_optional(Record& record, const Value& value) {
  if (std::holds_alternative<std::monostate>(value)) {
    return;
  }
  if (!(record.*Optional)) {
    (record.*Optional).emplace();
  }
  assign((*(record.*Optional)).*Member, value);
}
template <auto Optional, auto Member> constexpr RecordColumn optional_column(std::string_view name) {
  return {name, optional_value<Optional, Member>, read_optional<Optional, Member>};
}

template <auto Member> constexpr RecordColumn total(std::string_view name) {
  return column<&Record::totals, Member>(name);
}

Value origin_value(const Record& record, std::string&) { return to_string(record.origin); }
void read_origin(Record& record, const Value& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    record.origin = origin_of(*text).value_or(Origin::load);
  }
}

Value sketch_value(const Record& record, std::string&) {
  if (record.sketch.empty()) {
    return std::monostate{};
  }
  return ByteView(reinterpret_cast<const std::uint8_t*>(record.sketch.data()), record.sketch.size() * sizeof(Position));
}
void read_sketch(Record& record, const Value& value) {
  if (const auto* bytes = std::get_if<ByteView>(&value)) {
    record.sketch.resize(bytes->size() / sizeof(Position));
    std::memcpy(record.sketch.data(), bytes->data(), record.sketch.size() * sizeof(Position));
  }
}

Value external_ids_value(const Record& record, std::string& scratch) {
  scratch = external_ids_text(record.external_ids);
  return std::string_view(scratch);
}
void read_external_ids(Record& record, const Value& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    record.external_ids = external_ids_of(*text);
  }
}

constexpr std::array columns{
    column<&Record::key, &RecordKey::provider>("provider"),
    column<&Record::key, &RecordKey::id>("id"),
    RecordColumn{"origin", origin_value, read_origin},
    column<&Record::account>("account"),
    column<&Record::start>("start"),
    column<&Record::start_local>("start_local"),
    column<&Record::tz>("tz"),
    column<&Record::utc_offset_s>("utc_offset_s"),
    column<&Record::date_only>("date_only"),
    column<&Record::sport>("sport"),
    column<&Record::sub_sport>("sub_sport"),
    column<&Record::type>("type"),
    column<&Record::name>("name"),
    column<&Record::description>("description"),
    column<&Record::equipment>("equipment"),
    column<&Record::gear_id>("gear_id"),
    total<&Totals::elapsed_s>("elapsed_s"),
    total<&Totals::timer_s>("timer_s"),
    total<&Totals::moving_s>("moving_s"),
    total<&Totals::distance_m>("distance_m"),
    total<&Totals::ascent_m>("ascent_m"),
    total<&Totals::descent_m>("descent_m"),
    total<&Totals::avg_speed_mps>("avg_speed_mps"),
    total<&Totals::max_speed_mps>("max_speed_mps"),
    total<&Totals::avg_hr>("avg_hr"),
    total<&Totals::max_hr>("max_hr"),
    total<&Totals::avg_cadence>("avg_cadence"),
    total<&Totals::max_cadence>("max_cadence"),
    total<&Totals::avg_power>("avg_power"),
    total<&Totals::max_power>("max_power"),
    total<&Totals::normalized_power>("normalized_power"),
    total<&Totals::avg_temperature_c>("avg_temperature_c"),
    total<&Totals::max_temperature_c>("max_temperature_c"),
    total<&Totals::calories_kcal>("calories_kcal"),
    optional_column<&Record::first, &Position::lat>("first_lat"),
    optional_column<&Record::first, &Position::lon>("first_lon"),
    optional_column<&Record::last, &Position::lat>("last_lat"),
    optional_column<&Record::last, &Position::lon>("last_lon"),
    RecordColumn{"sketch", sketch_value, read_sketch},
    column<&Record::device, &Device::manufacturer>("manufacturer"),
    column<&Record::device, &Device::product>("product"),
    column<&Record::device, &Device::product_number>("product_number"),
    column<&Record::device, &Device::serial>("serial"),
    column<&Record::device, &Device::software>("software"),
    optional_column<&Record::file_id, &FitFileId::manufacturer>("file_manufacturer"),
    optional_column<&Record::file_id, &FitFileId::product>("file_product"),
    optional_column<&Record::file_id, &FitFileId::serial>("file_serial"),
    optional_column<&Record::file_id, &FitFileId::time_created>("file_created"),
    RecordColumn{"external_ids", external_ids_value, read_external_ids},
    column<&Record::source>("source"),
    column<&Record::format>("format"),
    column<&Record::parent_id>("parent_id"),
    column<&Record::part>("part"),
    column<&Record::stub>("stub"),
    column<&Record::manual>("manual"),
    column<&Record::indoor>("indoor"),
    column<&Record::commute>("commute"),
    column<&Record::private_>("private"),
    column<&Record::updated_at>("updated_at"),
    column<&Record::fetched_at>("fetched_at"),
    column<&Record::deleted_at>("deleted_at"),
    column<&Record::payload_sha256>("payload_sha256"),
    column<&Record::detail_json>("detail_json"),
};

struct ToJson {
  nlohmann::json operator()(std::monostate) const { return nullptr; }
  nlohmann::json operator()(std::int64_t number) const { return number; }
  nlohmann::json operator()(double number) const { return number; }
  nlohmann::json operator()(std::string_view text) const { return std::string(text); }
  nlohmann::json operator()(ByteView bytes) const { return fmt::format("{} bytes", bytes.size()); }
};

bool same(const Value& a, const Value& b) {
  if (a.index() != b.index()) {
    return false;
  }
  if (const auto* bytes = std::get_if<ByteView>(&a)) {
    return std::ranges::equal(*bytes, std::get<ByteView>(b));
  }
  return std::visit(
      [&b]<class T>(const T& value) {
        if constexpr (std::is_same_v<T, ByteView>) {
          return false;
        } else {
          return value == std::get<T>(b);
        }
      },
      a);
}

// Every text member; the key too, since nothing can be found by a text that cannot be stored.
template <class Take> void for_each_text(Record& record, Take take) {
  for (std::string* text : {&record.key.provider,
                            &record.key.id,
                            &record.account,
                            &record.tz,
                            &record.sport,
                            &record.sub_sport,
                            &record.type,
                            &record.name,
                            &record.description,
                            &record.equipment,
                            &record.gear_id,
                            &record.device.manufacturer,
                            &record.device.product,
                            &record.device.serial,
                            &record.device.software,
                            &record.source,
                            &record.format,
                            &record.parent_id,
                            &record.payload_sha256,
                            &record.detail_json}) {
    take(*text);
  }
  for (ExternalId& id : record.external_ids) { // NOLINT(misc-const-correctness): `take` changes it
    take(id.provider);
    take(id.id);
  }
}

} // namespace

std::span<const RecordColumn> record_columns() { return columns; }

const std::string& selected_record_columns() {
  static const std::string text = [] {
    std::string joined;
    for (const RecordColumn& each : columns) {
      joined += fmt::format("{}r.{}", joined.empty() ? "" : ", ", each.name);
    }
    return joined;
  }();
  return text;
}

RecordSelection::RecordSelection(std::initializer_list<std::string_view> names) { add(names); }

RecordSelection RecordSelection::with(std::initializer_list<std::string_view> names) const {
  RecordSelection more = *this;
  more.add(names);
  return more;
}

void RecordSelection::add(std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const auto* found = std::ranges::find(columns, name, &RecordColumn::name);
    if (found == columns.end()) {
      throw std::out_of_range(std::string(name));
    }
    columns_.push_back(found);
    text_ += fmt::format("{}r.{}", text_.empty() ? "" : ", ", name);
  }
}

void RecordSelection::read(Record& record, const Query& row, int first) const {
  int index = first;
  for (const RecordColumn* each : columns_) {
    each->read(record, row.value(index++));
  }
}

void read_record(Record& record, const Query& row, int first) {
  int index = first;
  for (const RecordColumn& each : columns) {
    each.read(record, row.value(index++));
  }
}

Record read_record(const Query& row, int first) {
  Record record;
  read_record(record, row, first);
  return record;
}

void bind_record(Query& query, int first, const Record& record, std::string& scratch) {
  int number = first;
  for (const RecordColumn& each : columns) {
    query.bind(number++, each.value(record, scratch), sql::Lifetime::until_reset);
  }
}

std::string changes_between(const Record& old_record, const Record& new_record) {
  nlohmann::json changes;
  std::string old_scratch;
  std::string new_scratch;
  for (const RecordColumn& each : columns) {
    if (each.name == "fetched_at") {
      continue;
    }
    const Value old_value = each.value(old_record, old_scratch);
    const Value new_value = each.value(new_record, new_scratch);
    if (!same(old_value, new_value)) {
      changes[std::string(each.name)] = {std::visit(ToJson{}, old_value), std::visit(ToJson{}, new_value)};
    }
  }
  return changes.is_null() ? std::string() : dump(changes);
}

std::optional<Record> with_storable_texts(const Record& record) {
  bool storable = true;
  // Only looks: for_each_text serves both purposes.
  for_each_text(const_cast<Record&>(record),
                [&](const std::string& text) { storable = storable && is_storable(text); });
  if (storable) {
    return std::nullopt;
  }
  Record copy = record;
  for_each_text(copy, [](std::string& text) { text = storable_text(text); });
  return copy;
}

std::optional<std::int64_t> record_number(sql::Connection& connection, UserId user, const RecordKey& key) {
  Query row = connection.query("SELECT number FROM records WHERE user_id = $1 AND provider = $2 AND id = $3", user,
                               key.provider, key.id);
  return row.next() ? std::optional(row.integer(0)) : std::nullopt;
}

std::int64_t required_record_number(sql::Connection& connection, UserId user, const RecordKey& key) {
  const auto number = record_number(connection, user, key);
  if (!number) {
    throw Error(ErrorKind::not_found, fmt::format("there is no record {} of {}", key.id, key.provider));
  }
  return *number;
}

} // namespace tracekit::store
