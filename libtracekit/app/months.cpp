// SPDX-License-Identifier: MIT
#include "app/months.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>

#include "app/clock_doctor.hpp"
#include "app/device_name.hpp"
#include "app/month_matching.hpp"
#include "app/originals.hpp"
#include "sync/compare.hpp"

namespace tracekit::app {
namespace {

/// Counts a month's workouts for the calendar.
class Summarizing {
public:
  Summarizing(Month month, const TimeZone& home) : home_(home), summary_{month, 0, 0, 0, false, {}} {}

  void add(const sync::Workout& workout) {
    std::set<std::string_view> present;
    for (const Record& record : workout.records) {
      const std::string& id = record.key.provider;
      present.insert(id);
      store::ProviderMonth& provider = providers_[id];
      ++provider.records;
      if (const auto date = local_date(record, home_); date && Month::of(*date) == summary_.month) {
        provider.days |= 1U << (static_cast<unsigned>(date->day()) - 1);
      }
      if (!record.device.product.empty()) {
        devices_[id].insert(device_name(record.device.product));
      }
    }
    ++summary_.activities;
    summary_.matched += present.size() > 1 ? 1 : 0;
  }

  store::MonthSummary finish(const std::vector<sync::Change>& changes) {
    for (const sync::Change& change : changes) {
      if (change.kind != sync::ChangeKind::duplicate) {
        ++summary_.open_differences;
        ++providers_[change.provider].open_differences;
      }
    }
    for (auto& [id, provider] : providers_) {
      provider.provider = id;
      for (const std::string& name : devices_[id]) {
        provider.devices += provider.devices.empty() ? name : "\n" + name;
      }
      summary_.providers.push_back(provider);
    }
    return std::move(summary_);
  }

private:
  const TimeZone& home_;
  store::MonthSummary summary_;
  std::map<std::string, store::ProviderMonth> providers_;
  std::map<std::string, std::set<std::string>> devices_;
};

/// A file that was kept when its record came (from an archive, with a portable record) needs no connection to its
/// provider.
void unblock_kept_files(App& app, sync::Comparison& comparison) {
  for (sync::Change& change : comparison.changes) {
    if (change.kind != sync::ChangeKind::download || change.blocked.empty()) {
      continue;
    }
    const auto source = app.mine().records.find(change.source);
    if (source && has_kept_file(app, *source)) {
      change.blocked.clear();
    }
  }
}

std::vector<sync::OpenQuestion> open_questions_of(App& app, Month month) {
  std::vector<sync::OpenQuestion> questions;
  for (const store::Question& question :
       app.mine().questions.open_in_days(days_of(month.first_day()), days_of(month.last_day()))) {
    questions.push_back({question.a, question.b, question.score, question.why});
  }
  return questions;
}

/// What every comparison depends on besides its month.
struct PlanBasis {
  explicit PlanBasis(App& app)
      : rules(app.provider_rules()), gear(app.gear_names()), dismissed(app.mine().journal.dismissed()) {}

  std::vector<sync::ProviderRules> rules;
  sync::GearNames gear;
  std::vector<std::string> dismissed;
};

/// The comparison of one month with all that it depends on.
class MonthComparison {
public:
  MonthComparison(App& app, const PlanBasis& basis, Month month, sync::ComparisonParts parts)
      : questions_(open_questions_of(app, month)),
        input_{month, questions_, basis.rules, basis.gear, app.home(), app.now(), basis.dismissed},
        comparing_(input_, parts) {}

  void add(const sync::Workout& workout) { comparing_.add(workout); }
  [[nodiscard]] sync::Comparison finish() { return comparing_.finish(); }

private:
  std::vector<sync::OpenQuestion> questions_;
  sync::PlanInput input_;
  sync::Comparing comparing_;
};

/// Hands out the month's workouts as stored, with clocks corrected.
void for_each_corrected_workout(App& app, Month month, const std::function<void(const sync::Workout&)>& take) {
  const AcceptedCorrections corrections(app);
  for_each_workout(app, month, store::RecordParts::compared, [&](sync::Workout& workout) {
    for (Record& record : workout.records) {
      corrections.apply(record);
    }
    take(workout);
  });
}

/// Counts a month for the calendar.
class MonthSummary {
public:
  MonthSummary(App& app, const PlanBasis& basis, Month month)
      : comparison_(app, basis, month, sync::ComparisonParts::changes), summarizing_(month, app.home()) {}

  void add(const sync::Workout& workout) {
    comparison_.add(workout);
    summarizing_.add(workout);
  }
  [[nodiscard]] store::MonthSummary finish() { return summarizing_.finish(comparison_.finish().changes); }

private:
  MonthComparison comparison_;
  Summarizing summarizing_;
};

/// Matches months again and counts them, and those that their workouts reach into. Within the caller's transaction.
class Refreshing {
public:
  explicit Refreshing(App& app) : app_(app), basis_(app), matching_(app) {}

  void refresh(Month month) {
    neighbours_.merge(matching_.match(month));
    MonthSummary summary(app_, basis_, month); // looks at the questions that matching stored
    matching_.for_each_workout([&](const sync::Workout& workout) { summary.add(workout); });
    summaries_.push_back(summary.finish());
  }

  /// The neighbours' turn comes by itself where they are among `all`.
  void save(const std::vector<Month>& all) {
    for (const Month neighbour : neighbours_) {
      if (!std::binary_search(all.begin(), all.end(), neighbour)) {
        MonthSummary summary(app_, basis_, neighbour);
        for_each_corrected_workout(app_, neighbour, [&](const sync::Workout& workout) { summary.add(workout); });
        summaries_.push_back(summary.finish());
      }
    }
    app_.mine().month_summaries.save(summaries_);
  }

private:
  App& app_;
  PlanBasis basis_;
  MonthMatching matching_;
  std::set<Month> neighbours_;
  std::vector<store::MonthSummary> summaries_;
};

/// Records without any time are workouts of their own; nothing can match them.
void adopt_timeless_records(App& app) {
  std::vector<store::MatchedActivity> activities;
  for (const std::int64_t record : app.mine().records.unmatched_without_day()) {
    activities.push_back({std::nullopt, std::nullopt, {{record, LinkKind::founder, LinkRole::member, 0, {}}}});
  }
  app.mine().activities.save(activities);
}

/// Everything that plans and matching depend on besides data, as a JSON text. It is short and holds no secret, so it is
/// kept as it is: starting the library of hashes would cost more than all the rest of a short command.
std::string plan_settings(App& app) {
  std::string text = "1|" + app.home().name();
  for (const sync::ProviderRules& rules : app.provider_rules()) {
    text += fmt::format("|{},{},{},{},{},{},{},{}", rules.id, rules.priority, rules.sync_name, rules.sync_equipment,
                        rules.write_only, rules.can_upload, rules.can_rename, rules.can_add);
  }
  for (const store::GearAlias& alias : app.mine().gear_aliases.all()) {
    text += fmt::format("|{}={}", alias.alias, alias.canonical);
  }
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// How many months are matched in one transaction: each waits for the disk, and others wait for it.
constexpr std::size_t batch_months = 12;

constexpr const char* plan_settings_key = "internal.plan_settings";

} // namespace

void refill(sync::Workout& workout, std::span<store::LinkedRecord* const> activity) {
  workout.activity.id = activity.front()->activity;
  workout.activity.links.clear();
  workout.records.clear();
  for (store::LinkedRecord* linked : activity) {
    workout.activity.links.push_back(std::move(linked->link));
    workout.records.push_back(std::move(linked->record));
  }
}

void for_each_workout(App& app, Month month, store::RecordParts parts,
                      const std::function<void(sync::Workout&)>& take) {
  sync::Workout workout;
  app.mine().records.for_each_of_month(month, parts, [&](std::span<store::LinkedRecord* const> activity) {
    refill(workout, activity);
    take(workout);
  });
}

sync::Comparison compare_month(App& app, Month month) {
  const PlanBasis basis(app);
  MonthComparison comparison(app, basis, month, sync::ComparisonParts::all);
  for_each_corrected_workout(app, month, [&](const sync::Workout& workout) { comparison.add(workout); });
  sync::Comparison compared = comparison.finish();
  unblock_kept_files(app, compared);
  return compared;
}

void settings_are_noticed(App& app) {
  app.mine().settings.set(plan_settings_key, plan_settings(app), "program", app.now());
}

void notice_changed_settings(App& app) {
  const auto stored = app.mine().settings.find(plan_settings_key);
  if ((stored && stored->value_json == plan_settings(app)) || !app.store().may_write()) {
    return;
  }
  auto transaction = app.mine().changing_workouts();
  app.mine().month_summaries.mark_all_dirty();
  settings_are_noticed(app);
  transaction.commit();
}

void refresh_touched_months(App& app) {
  notice_changed_settings(app);
  store::MonthSummaries& summaries = app.mine().month_summaries;
  const std::vector<Month> touched = summaries.dirty();
  if (touched.empty() || !app.store().may_write()) { // who may only look sees the months as they were last matched
    return;
  }
  std::uint64_t done = 0;
  for (std::span<const Month> rest = touched; !rest.empty(); rest = rest.subspan(std::min(rest.size(), batch_months))) {
    auto transaction = app.mine().changing_workouts();
    const std::vector<Month> dirty = summaries.dirty(); // others may have done some while we waited
    Refreshing refreshing(app);
    for (const Month month : rest.first(std::min(rest.size(), batch_months))) {
      if (app.cancellation().requested()) {
        break; // what was done is kept
      }
      if (std::ranges::binary_search(dirty, month)) {
        refreshing.refresh(month);
      }
      app.progress().advance("months matched", ++done, touched.size());
    }
    refreshing.save(dirty);
    transaction.commit();
    app.cancellation().check();
  }
  auto transaction = app.mine().changing_workouts();
  adopt_timeless_records(app);
  app.mine().activities.remove_empty();
  transaction.commit();
}

} // namespace tracekit::app
