// SPDX-License-Identifier: MIT
#include "app/clock_doctor.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "app/activity_view.hpp"
#include "app/months.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

constexpr std::int64_t quarter_hour_s = 900;
constexpr std::int64_t longest_offset_s = 26 * 3600;
constexpr std::int64_t tolerance_s = 180; ///< devices of one person start so much apart
constexpr std::size_t records_needed = 5;
constexpr std::size_t in_step_allowed = 2; ///< between two that are off; more end the stretch
constexpr std::size_t witnesses_shown = 3;

/// One record of a provider, beside the one that tells the time of its workout.
struct Comparison {
  std::int64_t day = 0;
  std::int64_t offset_s = 0; ///< 0: in step
  ClockWitness witness;
};

bool same_time(EpochSeconds a, EpochSeconds b) { return std::abs(a - b) <= tolerance_s; }

/// The record that most others agree with; of equals the first, which is the best witness.
const Record* time_teller(const std::vector<const Record*>& timed) {
  const Record* best = nullptr;
  std::ptrdiff_t most = 0;
  for (const Record* record : timed) {
    const auto agree = std::count_if(timed.begin(), timed.end(),
                                     [&](const Record* other) { return same_time(*record->start, *other->start); });
    if (agree > most) {
      most = agree;
      best = record;
    }
  }
  return best;
}

std::optional<std::int64_t> quarter_hours_between(EpochSeconds start, EpochSeconds told) {
  const std::int64_t apart = start - told;
  const std::int64_t offset = (std::abs(apart) + quarter_hour_s / 2) / quarter_hour_s * quarter_hour_s;
  if (offset > longest_offset_s || std::abs(std::abs(apart) - offset) > tolerance_s) {
    return std::nullopt;
  }
  return apart < 0 ? -offset : offset;
}

using ByProvider = std::map<std::string, std::vector<Comparison>>;

void compare_starts(const Activity& activity, const std::vector<Record>& records, const TimeZone& home,
                    ByProvider& found) {
  std::vector<const Record*> timed;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const bool whole = activity.links[i].role == LinkRole::member && records[i].start && !records[i].date_only;
    if (whole) {
      const bool founder = activity.links[i].kind == LinkKind::founder;
      timed.insert(founder ? timed.begin() : timed.end(), &records[i]);
    }
  }
  if (timed.size() < 2) {
    return;
  }
  const Record* teller = time_teller(timed);
  for (const Record* record : timed) {
    const auto offset = quarter_hours_between(*record->start, *teller->start);
    const auto date = local_date(*record, home);
    if (record != teller && offset && date) {
      found[record->key.provider].push_back(
          {days_of(*date), *offset, {record->key, teller->key, *record->start, *teller->start, record->name}});
    }
  }
}

/// Finds the stretches of one provider, whose comparisons are in order of days.
class Stretches {
public:
  Stretches(std::string provider, std::vector<ClockOffset>& found) : provider_(std::move(provider)), found_(found) {}

  void add(const Comparison& comparison) {
    if (comparison.offset_s == 0) {
      if (++in_step_since_ > in_step_allowed) {
        finish();
      }
      return;
    }
    if (current_.records > 0 && comparison.offset_s != current_.offset_s) {
      finish();
    }
    if (current_.records == 0) {
      current_.provider = provider_;
      current_.first_day = comparison.day;
      current_.offset_s = comparison.offset_s;
    } else {
      current_.in_step += in_step_since_;
    }
    in_step_since_ = 0;
    current_.last_day = comparison.day;
    ++current_.records;
    if (current_.witnesses.size() < witnesses_shown) {
      current_.witnesses.push_back(comparison.witness);
    }
  }

  void finish() {
    if (current_.records >= records_needed) {
      current_.id = fmt::format("{}@{}", provider_, format_date(date_of_days(current_.first_day)));
      found_.push_back(std::move(current_));
    }
    current_ = {};
    in_step_since_ = 0;
  }

private:
  std::string provider_;
  std::vector<ClockOffset>& found_;
  ClockOffset current_;
  std::size_t in_step_since_ = 0;
};

bool was_judged(const ClockOffset& offset, const std::vector<store::ClockCorrection>& said) {
  return std::any_of(said.begin(), said.end(), [&](const store::ClockCorrection& word) {
    return word.provider == offset.provider && word.offset_s == offset.offset_s && word.first_day <= offset.last_day &&
           offset.first_day <= word.last_day;
  });
}

} // namespace

std::vector<ClockOffset> clock_offsets(App& app) {
  ByProvider by_provider;
  for_each_activity(app, [&](const Activity& activity, const std::vector<Record>& records) {
    compare_starts(activity, records, app.home(), by_provider);
  });
  std::vector<ClockOffset> offsets;
  for (auto& [provider, comparisons] : by_provider) {
    std::stable_sort(comparisons.begin(), comparisons.end(),
                     [](const Comparison& a, const Comparison& b) { return a.day < b.day; });
    Stretches stretches(provider, offsets);
    for (const Comparison& comparison : comparisons) {
      stretches.add(comparison);
    }
    stretches.finish();
  }
  const auto said = app.mine().clock_corrections.all();
  std::erase_if(offsets, [&](const ClockOffset& offset) { return was_judged(offset, said); });
  return offsets;
}

void say_on_clock(App& app, const std::string& id, bool accepted) {
  const std::vector<ClockOffset> offsets = clock_offsets(app);
  const auto offset = std::find_if(offsets.begin(), offsets.end(), [&](const ClockOffset& o) { return o.id == id; });
  if (offset == offsets.end()) {
    throw Error(ErrorKind::not_found, fmt::format("there is no open question about a clock called \"{}\"", id),
                "`tracekit review` lists them");
  }
  auto transaction = app.mine().changing_workouts();
  app.mine().clock_corrections.say(
      {offset->provider, offset->first_day, offset->last_day, offset->offset_s, accepted, app.now()});
  std::vector<Month> months;
  const Month last = Month::of(date_of_days(offset->last_day));
  for (Month month = Month::of(date_of_days(offset->first_day)); month <= last; month = month.plus(1)) {
    months.push_back(month);
  }
  app.mine().month_summaries.mark_dirty(months);
  transaction.commit();
  refresh_touched_months(app);
}

void correct_start(Record& record, std::int64_t offset_s, const TimeZone& home) {
  const EpochSeconds start = *record.start - offset_s;
  const bool wall_clock_is_right = record.start_local && home.to_wall(start) == *record.start_local;
  if (record.start_local && !wall_clock_is_right) {
    *record.start_local -= offset_s;
  }
  record.start = start;
}

AcceptedCorrections::AcceptedCorrections(App& app)
    : home_(app.home()), corrections_(app.mine().clock_corrections.all()) {
  std::erase_if(corrections_, [](const store::ClockCorrection& correction) { return !correction.accepted; });
}

void AcceptedCorrections::apply(Record& record) const {
  if (corrections_.empty() || !record.start || record.date_only) {
    return;
  }
  const auto date = local_date(record, home_);
  const std::int64_t day = date ? days_of(*date) : 0;
  for (const store::ClockCorrection& correction : corrections_) {
    if (correction.provider != record.key.provider || day < correction.first_day || day > correction.last_day) {
      continue;
    }
    correct_start(record, correction.offset_s, home_);
    return;
  }
}

json to_json(const std::vector<ClockOffset>& offsets) {
  json out = json::array();
  for (const ClockOffset& offset : offsets) {
    json witnesses = json::array();
    for (const ClockWitness& witness : offset.witnesses) {
      witnesses.push_back({{"record", {{"provider", witness.record.provider}, {"id", witness.record.id}}},
                           {"other", {{"provider", witness.other.provider}, {"id", witness.other.id}}},
                           {"start", format_utc(witness.start)},
                           {"other_start", format_utc(witness.other_start)},
                           {"name", witness.name}});
    }
    out.push_back({{"id", offset.id},
                   {"provider", offset.provider},
                   {"from", format_date(date_of_days(offset.first_day))},
                   {"to", format_date(date_of_days(offset.last_day))},
                   {"offset_s", offset.offset_s},
                   {"records", offset.records},
                   {"in_step", offset.in_step},
                   {"witnesses", std::move(witnesses)}});
  }
  return out;
}

} // namespace tracekit::app
