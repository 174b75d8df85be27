// SPDX-License-Identifier: MIT
#include "app/merged_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>

#include "app/clock_doctor.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "model/record_json.hpp"

namespace tracekit::app {
namespace {

/// Which record is the better witness of what was measured; lower is better.
int measuring_rank(const Record& record) {
  if ((record.origin == Origin::file && !record.manual) || record.file_id) {
    return 0;
  }
  return record.date_only ? 3 : record.manual ? 2 : 1;
}

struct NamedTotal {
  const char* name;
  std::optional<double> Totals::* member;
};

constexpr NamedTotal totals[] = {
    {"elapsed_s", &Totals::elapsed_s},
    {"timer_s", &Totals::timer_s},
    {"moving_s", &Totals::moving_s},
    {"distance_m", &Totals::distance_m},
    {"ascent_m", &Totals::ascent_m},
    {"descent_m", &Totals::descent_m},
    {"avg_hr", &Totals::avg_hr},
    {"max_hr", &Totals::max_hr},
    {"avg_cadence", &Totals::avg_cadence},
    {"max_cadence", &Totals::max_cadence},
    {"avg_speed_mps", &Totals::avg_speed_mps},
    {"max_speed_mps", &Totals::max_speed_mps},
    {"avg_power", &Totals::avg_power},
    {"max_power", &Totals::max_power},
    {"calories_kcal", &Totals::calories_kcal},
    {"avg_temperature_c", &Totals::avg_temperature_c},
};

/// Takes the fields of one record after the other; of each the first that there is.
class Merging {
public:
  void take_measured(const Record& record) {
    take("start", &Record::start, record);
    take("start_local", &Record::start_local, record);
    take("utc_offset_s", &Record::utc_offset_s, record);
    take_text("tz", &Record::tz, record);
    for (const NamedTotal& total : totals) {
      if (!(view_.record.totals.*total.member) && (record.totals.*total.member)) {
        view_.record.totals.*total.member = record.totals.*total.member;
        view_.providers[total.name] = record.key.provider;
      }
    }
    if (view_.record.sport == "generic") {
      view_.record.sport = record.sport;
      view_.record.sub_sport = record.sub_sport;
      if (record.sport != "generic") {
        view_.providers["sport"] = record.key.provider;
      }
    }
    take_text("type", &Record::type, record);
    view_.record.external_ids.push_back({record.key.provider, record.key.id});
  }

  void take_chosen(const Record& record) {
    take_text("name", &Record::name, record);
    if (!sync::GearNames::is_none(record.equipment)) {
      take_text("equipment", &Record::equipment, record);
    }
  }

  MergedView finish(std::span<const Record> records) {
    view_.record.date_only =
        !view_.record.start && std::all_of(records.begin(), records.end(), [](const Record& r) { return r.date_only; });
    return std::move(view_);
  }

private:
  template <typename T> void take(const char* field, std::optional<T> Record::* member, const Record& record) {
    if (!(view_.record.*member) && (record.*member)) {
      view_.record.*member = record.*member;
      view_.providers[field] = record.key.provider;
    }
  }

  void take_text(const char* field, std::string Record::* member, const Record& record) {
    if ((view_.record.*member).empty() && !trim(record.*member).empty()) {
      view_.record.*member = trim(record.*member);
      view_.providers[field] = record.key.provider;
    }
  }

  MergedView view_;
};

/// Ranks are the better the lower; they decide before everything else in both orders.
using Priority = std::pair<bool, int>; ///< whether it is only shown, and what the person chose

MergedView merge(std::vector<Record> records, const std::function<Priority(const std::string& provider)>& priority) {
  Merging merging;
  std::stable_sort(records.begin(), records.end(), [&](const Record& a, const Record& b) {
    return std::pair(priority(a.key.provider).first, measuring_rank(a)) <
           std::pair(priority(b.key.provider).first, measuring_rank(b));
  });
  for (const Record& record : records) {
    merging.take_measured(record);
  }
  std::stable_sort(records.begin(), records.end(), [&](const Record& a, const Record& b) {
    return priority(a.key.provider) < priority(b.key.provider);
  });
  for (const Record& record : records) {
    merging.take_chosen(record);
  }
  return merging.finish(records);
}

} // namespace

Record merged_record(App& app, ActivityId activity) {
  std::map<std::string, int> priorities; ///< of those whose values may go elsewhere
  for (const sync::ProviderRules& rules : app.provider_rules()) {
    if (!rules.write_only) {
      priorities[rules.id] = rules.priority;
    }
  }
  std::vector<Record> records;
  const AcceptedCorrections corrections(app);
  for (store::LinkedRecord& linked : app.mine().records.of_activity(activity)) {
    if (!linked.record.deleted_at && priorities.contains(linked.record.key.provider)) {
      corrections.apply(linked.record);
      records.push_back(std::move(linked.record));
    }
  }
  if (records.empty()) {
    throw Error(ErrorKind::not_found, fmt::format("nothing may be copied from activity {}", activity));
  }
  return merge(std::move(records),
               [&](const std::string& provider) { return Priority{false, priorities.at(provider)}; })
      .record;
}

MergedView merged_view(App& app, std::span<const Record> records) {
  const auto& providers = app.settings().providers;
  std::vector<Record> present;
  std::copy_if(records.begin(), records.end(), std::back_inserter(present),
               [](const Record& record) { return !record.deleted_at; });
  return merge(std::move(present), [&](const std::string& provider) {
    const auto found = providers.find(provider); // records of providers that this version does not know may be loaded
    return found == providers.end()
               ? Priority{true, std::numeric_limits<int>::max()}
               : Priority{found->second.write_only || !found->second.enabled, found->second.priority};
  });
}

nlohmann::json to_json(const MergedView& view) {
  const nlohmann::json line = tracekit::to_json(view.record);
  nlohmann::json fields = nlohmann::json::object();
  for (const auto& [field, provider] : view.providers) {
    fields[field] = {{"value", line.at(field)}, {"provider", provider}};
  }
  return fields;
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
