// SPDX-License-Identifier: MIT
#include "app/merged_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "app/clock_doctor.hpp"
#include "base/error.hpp"
#include "base/text.hpp"

namespace tracekit::app {
namespace {

/// Which record is the better witness of what was measured; lower is better.
int measuring_rank(const Record& record) {
  if ((record.origin == Origin::file && !record.manual) || record.file_id) {
    return 0;
  }
  return record.date_only ? 3 : record.manual ? 2 : 1;
}

template <typename T> void take(std::optional<T>& target, const std::optional<T>& value) {
  if (!target) {
    target = value;
  }
}

void take(std::string& target, const std::string& value) {
  if (trim(target).empty()) {
    target = trim(value);
  }
}

void take_totals(Totals& target, const Totals& value) {
  constexpr std::optional<double> Totals::* members[] = {
      &Totals::elapsed_s,   &Totals::timer_s,     &Totals::moving_s,      &Totals::distance_m,
      &Totals::ascent_m,    &Totals::descent_m,   &Totals::avg_hr,        &Totals::max_hr,
      &Totals::avg_cadence, &Totals::max_cadence, &Totals::avg_speed_mps, &Totals::max_speed_mps,
      &Totals::avg_power,   &Totals::max_power,   &Totals::calories_kcal, &Totals::avg_temperature_c};
  for (const auto member : members) {
    take(target.*member, value.*member);
  }
}

} // namespace

Record merged_record(App& app, ActivityId activity) {
  std::map<std::string, const sync::ProviderRules*> rules_of;
  const auto rules = app.provider_rules();
  for (const sync::ProviderRules& one : rules) {
    rules_of[one.id] = &one;
  }
  std::vector<Record> records;
  const AcceptedCorrections corrections(app);
  for (store::LinkedRecord& linked : app.mine().records.of_activity(activity)) {
    const auto rule = rules_of.find(linked.record.key.provider);
    if (!linked.record.deleted_at && rule != rules_of.end() && !rule->second->write_only) {
      corrections.apply(linked.record);
      records.push_back(std::move(linked.record));
    }
  }
  if (records.empty()) {
    throw Error(ErrorKind::not_found, fmt::format("nothing may be copied from activity {}", activity));
  }
  std::stable_sort(records.begin(), records.end(),
                   [](const Record& a, const Record& b) { return measuring_rank(a) < measuring_rank(b); });
  Record merged;
  for (const Record& record : records) {
    take(merged.start, record.start);
    take(merged.start_local, record.start_local);
    take(merged.utc_offset_s, record.utc_offset_s);
    take(merged.tz, record.tz);
    take_totals(merged.totals, record.totals);
    if (merged.sport == "generic") {
      merged.sport = record.sport;
      merged.sub_sport = record.sub_sport;
    }
    take(merged.type, record.type);
    merged.external_ids.push_back({record.key.provider, record.key.id});
  }
  std::stable_sort(records.begin(), records.end(), [&](const Record& a, const Record& b) {
    return rules_of.at(a.key.provider)->priority < rules_of.at(b.key.provider)->priority;
  });
  for (const Record& record : records) {
    take(merged.name, record.name);
    if (!sync::GearNames::is_none(record.equipment)) {
      take(merged.equipment, record.equipment);
    }
  }
  merged.date_only =
      !merged.start && std::all_of(records.begin(), records.end(), [](const Record& r) { return r.date_only; });
  return merged;
}

std::string source_file_name(const Record& record, const TimeZone& home) {
  const auto start = local_start(record, home);
  std::string name = start ? format_wall(*start) : "undated-" + record.key.id;
  std::erase(name, ':');
  std::replace(name.begin(), name.end(), 'T', '-');
  const std::string ending = record.format.empty() ? "fit" : record.format;
  return fmt::format("{}-{}.{}", name, record.sport, ending);
}

} // namespace tracekit::app
