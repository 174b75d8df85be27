// SPDX-License-Identifier: MIT
#include "app/original_database.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "app/months.hpp"
#include "app/original/log_rows.hpp"
#include "app/original/records.hpp"
#include "app/original/settings.hpp"
#include "base/error.hpp"
#include "base/text.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;
using store::OriginalRow;

constexpr std::size_t batch_records = 1000;
constexpr std::string_view log_provider = "spreadsheet";
constexpr const char* months_table = "providersync";
constexpr const char* months_reason = "pulled by the Python tool; not asked for since";

std::int64_t user_of(const OriginalRow& row) { return row.integer("user_id").value_or(0); }

/// A user of the Python tool, and who that is here.
struct Person {
  std::int64_t old_id = 0;
  Overrides overrides;
};

/// User 0 is whoever runs this; the others are found, or made, by their address.
std::vector<Person> people_of(const Overrides& overrides, const store::OriginalDatabase& original, App& app,
                              OriginalReport& report) {
  std::vector<Person> people{{0, overrides}};
  original.for_each("user", [&](const OriginalRow& row) {
    const auto id = row.integer("id");
    const std::string email(trim(row.text("email")));
    if (!id || *id == 0 || email.find('@') == std::string::npos) {
      report.leave_out("user", "without an e-mail address");
      return;
    }
    const auto found = app.store().users().find(email);
    Overrides theirs = overrides;
    theirs.user.reset();
    theirs.user_id = found ? found->id : app.store().users().add(email, app.now()).id;
    people.push_back({*id, std::move(theirs)});
    if (row.text("status") == "blocked") {
      report.leave_out("user", "blocked there, which is not taken over");
    }
    report.leave_out("user", "the password, which everybody sets anew");
  });
  return people;
}

/// Takes over the records of one person from one table.
class Records {
public:
  Records(App& app, const original::RecordTable& table, const TimeZone& home, OriginalReport& report)
      : app_(app), table_(table), home_(home), report_(report), taken_{table.provider, {}, 0, 0} {}

  TakenRecords take(const store::OriginalDatabase& original, std::int64_t old_user) {
    const auto total = static_cast<std::uint64_t>(original.count(table_.name));
    original.for_each(table_.name, [&](const OriginalRow& row) {
      if (user_of(row) == old_user) {
        add(row);
      }
      if (++seen_ % batch_records == 0) {
        app_.cancellation().check();
        app_.progress().advance(fmt::format("rows of {}", table_.name), seen_, total);
      }
    });
    flush();
    return taken_;
  }

private:
  [[nodiscard]] bool is_log() const { return table_.provider == log_provider; }

  void add(const OriginalRow& row) {
    original::Conversion converted = original::convert(table_, row, home_, app_.now());
    if (!converted.record) {
      report_.leave_out(table_.name, converted.left_out);
      return;
    }
    taken_.by_answer += converted.by_answer ? 1U : 0U;
    batch_.push_back(std::move(*converted.record));
    if (batch_.size() >= batch_records && !is_log()) { // which row of a log is which tells only the whole of it
      flush();
    }
  }

  void flush() {
    if (batch_.empty()) {
      return;
    }
    auto transaction = app_.mine().changing_workouts();
    if (is_log()) {
      original::give_row_ids(app_, batch_);
    }
    std::vector<store::StoredRecord> fresh;
    std::set<Month> months;
    for (Record& record : batch_) {
      if (is_newer_here(record)) {
        ++taken_.newer_here;
        continue;
      }
      std::optional<std::int64_t> day;
      if (const auto date = local_date(record, app_.home())) {
        day = days_of(*date);
        months.insert(Month::of(*date));
      }
      fresh.push_back({std::move(record), day});
    }
    taken_.counts += app_.mine().records.upsert(fresh);
    app_.mine().month_summaries.mark_dirty(std::vector<Month>(months.begin(), months.end()));
    transaction.commit();
    batch_.clear();
  }

  /// The provider told it here, or told here that it is gone.
  bool is_newer_here(const Record& record) {
    const auto here = app_.mine().records.find(record.key);
    return here && (here->origin != Origin::load || here->deleted_at);
  }

  App& app_;
  const original::RecordTable& table_;
  const TimeZone& home_;
  OriginalReport& report_;
  TakenRecords taken_;
  std::vector<Record> batch_;
  std::uint64_t seen_ = 0;
};

void take_records(App& app, const store::OriginalDatabase& original, std::int64_t old_user, TakenPerson& person,
                  OriginalReport& report) {
  const std::string zone = original::home_of(original, old_user);
  const TimeZone home = zone.empty() ? app.home() : TimeZone(zone);
  for (const original::RecordTable& table : original::record_tables()) {
    if (table.provider == log_provider && original::log_was_read(app)) {
      report.leave_out(table.name, "the log itself was read here, which says more");
      continue;
    }
    TakenRecords taken = Records(app, table, home, report).take(original, old_user);
    if (taken.counts != store::UpsertCounts{} || taken.newer_here > 0) {
      person.records.push_back(std::move(taken));
    }
  }
}

/// A month that the tool had pulled is known in part only: it was not asked for by us, and the tool kept some months by
/// UTC. The next pull asks again.
std::optional<store::MonthCoverage> coverage_of(const OriginalRow& row, EpochSeconds now) {
  const auto first_day = parse_date(row.text("year_month") + "-01");
  const auto& registry = provider_registry();
  const bool has_months = std::ranges::any_of(
      registry, [&](const auto& one) { return one.info.id == row.text("provider") && one.info.has_months; });
  const bool done = row.text("status") == "done";
  if (!first_day || !has_months || (!done && row.text("status") != "error")) {
    return std::nullopt;
  }
  return store::MonthCoverage{row.text("provider"),
                              Month::of(*first_day),
                              done ? store::CoverageStatus::partial : store::CoverageStatus::failed,
                              done ? months_reason : "the Python tool failed to pull it",
                              now,
                              0};
}

void take_months(App& app, const store::OriginalDatabase& original, std::int64_t old_user, TakenPerson& person,
                 OriginalReport& report) {
  std::vector<store::MonthCoverage> fresh;
  original.for_each(months_table, [&](const OriginalRow& row) {
    if (user_of(row) != old_user) {
      return;
    }
    auto coverage = coverage_of(row, app.now());
    if (!coverage) {
      report.leave_out(months_table, "not finished, or of a provider without months");
    } else if (!app.mine().coverage.find(coverage->provider, coverage->month)) {
      fresh.push_back(std::move(*coverage));
    }
  });
  app.mine().coverage.save(fresh);
  person.months = fresh.size();
}

/// What the tool kept for itself, or what is made anew here.
struct PassedOver {
  const char* table;
  const char* reason;
};
constexpr PassedOver passed_over[] = {{"activity", "matching finds out anew what belongs together"},
                                      {"notification", "messages of the past"},
                                      {"provider_status", "each provider is asked anew"},
                                      {"provider_pull_status", "work that was going on"},
                                      {"month_sync_status", "reviews that were going on"}};

void count_strangers(const store::OriginalDatabase& original, const std::vector<Person>& people,
                     OriginalReport& report) {
  for (const original::RecordTable& table : original::record_tables()) {
    original.for_each(table.name, [&](const OriginalRow& row) {
      if (std::ranges::none_of(people, [&](const Person& person) { return person.old_id == user_of(row); })) {
        report.leave_out(table.name, "of a user who is not in the table user");
      }
    });
  }
}

} // namespace

OriginalReport take_over(const Overrides& overrides, const store::OriginalDatabase& original, ProgressSink& progress,
                         const Cancellation& cancellation) {
  OriginalReport report;
  report.location = original.location();
  std::vector<Person> people;
  {
    App app(overrides, progress, cancellation);
    people = people_of(overrides, original, app, report);
  }
  for (const Person& one : people) {
    TakenPerson person;
    {
      App app(one.overrides, progress, cancellation);
      original::take_settings(app, original, one.old_id, person, report);
    }
    App app(one.overrides, progress, cancellation); // with the settings that came
    person.user = app.mine().user();
    const auto user = app.store().users().find(person.user);
    person.email = user ? user->email : "";
    take_records(app, original, one.old_id, person, report);
    take_months(app, original, one.old_id, person, report);
    refresh_touched_months(app);
    report.people.push_back(std::move(person));
  }
  count_strangers(original, people, report);
  for (const auto& [table, reason] : passed_over) {
    if (const auto rows = original.count(table); rows > 0) {
      report.leave_out(table, reason, static_cast<std::uint64_t>(rows));
    }
  }
  return report;
}

json to_json(const OriginalReport& report) {
  json people = json::array();
  for (const TakenPerson& person : report.people) {
    json records = json::array();
    for (const TakenRecords& taken : person.records) {
      records.push_back({{"provider", taken.provider},
                         {"added", taken.counts.added},
                         {"updated", taken.counts.updated},
                         {"unchanged", taken.counts.unchanged},
                         {"newer_here", taken.newer_here},
                         {"by_answer", taken.by_answer}});
    }
    people.push_back({{"user", person.user},
                      {"email", person.email},
                      {"records", std::move(records)},
                      {"settings", person.settings},
                      {"credentials", person.credentials},
                      {"months", person.months}});
  }
  json left_out = json::array();
  for (const auto& [place, count] : report.left_out) {
    left_out.push_back({{"table", place.first}, {"reason", place.second}, {"count", count}});
  }
  return {{"from", report.location}, {"people", std::move(people)}, {"left_out", std::move(left_out)}};
}

} // namespace tracekit::app
