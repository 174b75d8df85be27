// SPDX-License-Identifier: MIT
#include "app/months.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "app/clock_doctor.hpp"
#include "app/identity.hpp"
#include "base/hash.hpp"
#include "match/match.hpp"
#include "sync/compare.hpp"

namespace tracekit::app {
namespace {

/// Records of one workout lie at most 38 hours apart, and so do their own candidates.
constexpr std::int64_t neighbour_days = 4;

struct Days {
  std::int64_t first;
  std::int64_t last;
  [[nodiscard]] bool contain(std::int64_t day) const { return day >= first && day <= last; }
};

Days days_of_month(Month month) { return {days_of(month.first_day()), days_of(month.last_day())}; }

std::optional<std::int64_t> day_of(const Record& record, const TimeZone& home) {
  const auto date = local_date(record, home);
  return date ? std::optional(days_of(*date)) : std::nullopt;
}

match::Constraints constraints_of(UserStore& mine) {
  match::Constraints constraints;
  for (const store::Verdict& verdict : mine.verdicts.all()) {
    auto& pairs = verdict.kind == store::VerdictKind::same ? constraints.same : constraints.different;
    pairs.emplace_back(verdict.a, verdict.b);
  }
  return constraints;
}

std::set<RecordKey> ignored_records(UserStore& mine) {
  const auto ignored = mine.verdicts.ignored();
  return {ignored.begin(), ignored.end()};
}

bool by_record(const Link& a, const Link& b) { return a.record < b.record; }

/// What one matching run works on.
struct Window {
  Days inner; ///< the month itself: only what touches it is saved
  std::vector<Record> records;
  std::map<RecordKey, std::int64_t> days;
  std::map<RecordKey, ActivityId> current;
  std::map<ActivityId, std::vector<Link>> links; ///< of the activities of `current`, by record
};

/// Records that a person has joined to one of the window's, however far away they lie, with what they are linked to
/// now.
void add_declared_partners(UserStore& mine, const match::Constraints& constraints, Window& window) {
  std::set<RecordKey> known;
  for (const Record& record : window.records) {
    known.insert(record.key);
  }
  for (const auto& [a, b] : constraints.same) {
    if (known.contains(a) == known.contains(b)) {
      continue;
    }
    const RecordKey& partner = known.contains(a) ? b : a;
    const auto activity = mine.activities.of_record(partner);
    for (store::LinkedRecord& linked :
         activity ? mine.records.of_activity(*activity) : std::vector<store::LinkedRecord>{}) {
      if (!linked.record.deleted_at && known.insert(linked.record.key).second) {
        window.current.emplace(linked.record.key, *activity);
        window.records.push_back(std::move(linked.record));
      }
    }
  }
}

Window open_window(App& app, Month month, const match::Constraints& constraints) {
  Window window{days_of_month(month), {}, {}, {}, {}};
  const Days outer{window.inner.first - neighbour_days, window.inner.last + neighbour_days};
  UserStore& mine = app.mine();
  window.records = mine.records.in_days(outer.first, outer.last);
  add_declared_partners(mine, constraints, window);
  const AcceptedCorrections corrections(app);
  for (Record& record : window.records) {
    corrections.apply(record);
  }
  const std::set<RecordKey> ignored = ignored_records(mine);
  std::erase_if(window.records, [&](const Record& record) { return ignored.contains(record.key); });
  for (const Record& record : window.records) {
    if (const auto day = day_of(record, app.home())) {
      window.days.emplace(record.key, *day);
    }
  }
  for (store::ActivityLink& each : mine.activities.links_of_records_in_days(outer.first, outer.last)) {
    window.current.emplace(each.link.record, each.activity);
    window.links[each.activity].push_back(std::move(each.link));
  }
  for (auto& [activity, links] : window.links) {
    std::sort(links.begin(), links.end(), by_record);
  }
  return window;
}

bool touches(const match::Group& group, const Window& window) {
  return std::any_of(group.links.begin(), group.links.end(), [&](const Link& link) {
    const auto day = window.days.find(link.record);
    return day != window.days.end() && window.inner.contain(day->second);
  });
}

/// Months besides the window's own whose activities changed.
std::set<Month> neighbours_of(const std::vector<match::Group>& groups, const Window& window) {
  std::set<Month> months;
  for (const match::Group& group : groups) {
    for (const Link& link : group.links) {
      const auto day = window.days.find(link.record);
      if (day != window.days.end() && !window.inner.contain(day->second)) {
        months.insert(Month::of(date_of_days(day->second)));
      }
    }
  }
  return months;
}

std::set<Month> save_groups(App& app, const Window& window, std::vector<match::Group> groups) {
  UserStore& mine = app.mine();
  std::erase_if(groups, [&](const match::Group& group) { return !touches(group, window); });
  std::set<Month> neighbours = neighbours_of(groups, window);
  const Identities identities = keep_identities(groups, window.current);
  for (const auto& [younger, older] : identities.aliases) {
    mine.activities.merge(younger, older);
  }
  std::vector<Activity> changed;
  std::vector<ActivityId> unchanged; // their records may still have moved to another day
  for (std::size_t i = 0; i < groups.size(); ++i) {
    std::vector<Link>& links = groups[i].links;
    std::sort(links.begin(), links.end(), by_record);
    const auto stored = identities.ids[i] ? window.links.find(*identities.ids[i]) : window.links.end();
    if (stored != window.links.end() && stored->second == links) {
      unchanged.push_back(stored->first);
    } else {
      changed.push_back({identities.ids[i] ? *identities.ids[i] : mine.activities.create(), std::move(links)});
    }
  }
  mine.activities.save(changed);
  mine.activities.refresh_days(unchanged);
  return neighbours;
}

void save_questions(App& app, const Window& window, const std::vector<match::Question>& questions) {
  std::vector<store::Question> stored;
  for (const match::Question& question : questions) {
    const auto day = window.days.find(question.a);
    if (day != window.days.end() && window.inner.contain(day->second)) {
      stored.push_back({0, question.a, question.b, question.score, question.why, day->second});
    }
  }
  app.mine().questions.replace(window.inner.first, window.inner.last, stored);
}

/// Returns the neighbouring months whose activities changed with it.
std::set<Month> match_month(App& app, Month month) {
  const match::Constraints constraints = constraints_of(app.mine());
  const Window window = open_window(app, month, constraints);
  match::Result result = match::match_records(window.records, constraints, app.home());
  save_questions(app, window, result.questions);
  return save_groups(app, window, std::move(result.groups));
}

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
        devices_[id].insert(record.device.product);
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
    if (source && source->origin != Origin::api && !source->payload_sha256.empty() &&
        app.mine().blobs.has(source->payload_sha256)) {
      change.blocked.clear();
    }
  }
}

/// Compares a month's workouts, and shows each to `look` on the way.
sync::Comparison compare_workouts(App& app, Month month, const std::function<void(const sync::Workout&)>& look) {
  const Days days = days_of_month(month);
  std::vector<sync::OpenQuestion> questions;
  for (const store::Question& question : app.mine().questions.open_in_days(days.first, days.last)) {
    questions.push_back({question.a, question.b, question.score, question.why});
  }
  const auto rules = app.provider_rules();
  const sync::GearNames gear = app.gear_names();
  const sync::PlanInput input{month, questions, rules, gear, app.home(), app.now(), app.mine().journal.dismissed()};
  sync::Comparing comparing(input);
  const AcceptedCorrections corrections(app);
  for_each_workout(app, month, store::LinkEvidence::leave_out, [&](sync::Workout& workout) {
    for (Record& record : workout.records) {
      corrections.apply(record);
    }
    comparing.add(workout);
    look(workout);
  });
  sync::Comparison comparison = comparing.finish();
  unblock_kept_files(app, comparison);
  return comparison;
}

void save_summary(App& app, Month month) {
  Summarizing summarizing(month, app.home());
  const sync::Comparison comparison =
      compare_workouts(app, month, [&](const sync::Workout& workout) { summarizing.add(workout); });
  const store::MonthSummary summary = summarizing.finish(comparison.changes);
  app.mine().month_summaries.save({&summary, 1});
}

/// Records without any time are workouts of their own; nothing can match them.
void adopt_timeless_records(App& app) {
  std::vector<Activity> activities;
  const std::set<RecordKey> ignored = ignored_records(app.mine());
  for (const Record& record : app.mine().records.without_day()) {
    if (!ignored.contains(record.key) && !app.mine().activities.of_record(record.key)) {
      activities.push_back(
          {app.mine().activities.create(), {{record.key, LinkKind::founder, LinkRole::member, 0, {}}}});
    }
  }
  app.mine().activities.save(activities);
}

/// A text of everything that plans and matching depend on besides data.
std::string plan_settings_hash(App& app) {
  std::string text = "1|" + app.home().name();
  for (const sync::ProviderRules& rules : app.provider_rules()) {
    text += fmt::format("|{},{},{},{},{},{},{},{}", rules.id, rules.priority, rules.sync_name, rules.sync_equipment,
                        rules.write_only, rules.can_upload, rules.can_rename, rules.can_add);
  }
  for (const store::GearAlias& alias : app.mine().gear_aliases.all()) {
    text += fmt::format("|{}={}", alias.alias, alias.canonical);
  }
  return sha256_hex(as_bytes(text));
}

constexpr const char* settings_hash_key = "internal.plan_settings_hash";

} // namespace

void for_each_workout(App& app, Month month, store::LinkEvidence evidence,
                      const std::function<void(sync::Workout&)>& take) {
  sync::Workout workout;
  app.mine().records.for_each_of_month(month, evidence, [&](std::span<store::LinkedRecord> activity) {
    workout.activity.id = activity.front().activity;
    workout.activity.links.clear();
    workout.records.clear();
    for (store::LinkedRecord& linked : activity) {
      workout.activity.links.push_back(std::move(linked.link));
      workout.records.push_back(std::move(linked.record));
    }
    take(workout);
  });
}

sync::Comparison compare_month(App& app, Month month) {
  return compare_workouts(app, month, [](const sync::Workout&) {});
}

void notice_changed_settings(App& app) {
  const std::string hash = "\"" + plan_settings_hash(app) + "\"";
  const auto stored = app.mine().settings.find(settings_hash_key);
  if (stored && stored->value_json == hash) {
    return;
  }
  auto transaction = app.store().transaction();
  app.mine().month_summaries.mark_all_dirty();
  app.mine().settings.set(settings_hash_key, hash, "program", app.now());
  transaction.commit();
}

void refresh_touched_months(App& app) {
  notice_changed_settings(app);
  const std::vector<Month> dirty = app.mine().month_summaries.dirty();
  if (dirty.empty()) {
    return;
  }
  std::uint64_t done = 0;
  for (const Month month : dirty) {
    app.cancellation().check();
    auto transaction = app.store().transaction();
    const std::set<Month> neighbours = match_month(app, month);
    save_summary(app, month);
    for (const Month neighbour : neighbours) {
      if (!std::binary_search(dirty.begin(), dirty.end(), neighbour)) {
        save_summary(app, neighbour);
      }
    }
    transaction.commit();
    app.progress().advance("months matched", ++done, dirty.size());
  }
  auto transaction = app.store().transaction();
  adopt_timeless_records(app);
  app.mine().activities.remove_empty();
  transaction.commit();
}

} // namespace tracekit::app
