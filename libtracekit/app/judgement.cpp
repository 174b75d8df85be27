// SPDX-License-Identifier: MIT
#include "app/judgement.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

#include "app/clock_doctor.hpp"
#include "app/months.hpp"
#include "base/text.hpp"
#include "match/match.hpp"
#include "model/record_json.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;
using store::VerdictKind;

constexpr std::size_t shortest_beginning = 6;
constexpr double least_shown_bits = 0.05;

void touch_month_of(App& app, const RecordKey& key) {
  const auto record = app.mine().records.find(key);
  const auto date = record ? local_date(*record, app.home()) : std::nullopt;
  if (date) {
    const Month month = Month::of(*date);
    app.mine().month_summaries.mark_dirty({&month, 1});
  }
}

RecordKey parse_record_key(const std::string& text) {
  const auto colon = text.find(':');
  if (colon == std::string::npos || colon + 1 == text.size()) {
    throw Error(ErrorKind::usage, fmt::format("\"{}\" names no record", text),
                "write provider:id as `tracekit show` lists them, for example strava:1234567");
  }
  return {text.substr(0, colon), text.substr(colon + 1)};
}

/// Words that say the opposite of the new one are taken back, so that no record stands between two of them.
void withdraw_separations(App& app, const std::vector<RecordKey>& some, const std::vector<RecordKey>& others) {
  const auto contains = [](const std::vector<RecordKey>& keys, const RecordKey& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  };
  for (const store::Verdict& verdict : app.mine().verdicts.all()) {
    const bool between = (contains(some, verdict.a) && contains(others, verdict.b)) ||
                         (contains(some, verdict.b) && contains(others, verdict.a));
    if (between && verdict.kind == VerdictKind::different) {
      app.mine().verdicts.withdraw(verdict.a, verdict.b);
    }
  }
}

/// Of a question only the sum is kept, which matching found among all workouts of these days. What the two records do
/// not tell by themselves is the rest of it.
std::vector<Evidence> evidence_for(const Record& a, const Record& b, double sum, const TimeZone& home) {
  match::PairScore alone = match::score_pair(a, b, home);
  const double rest = sum - alone.bits;
  if (std::abs(rest) >= least_shown_bits) {
    alone.evidence.push_back({Finding::around, rest, 0, ""});
  }
  return std::move(alone.evidence);
}

} // namespace

ActivityId activity_of_record(App& app, const RecordKey& key) {
  const auto id = app.mine().activities.of_record(key);
  if (!id) {
    throw Error(ErrorKind::not_found, fmt::format("{}:{} belongs to no activity", key.provider, key.id),
                "it is ignored; `tracekit ignore --stop` brings it back");
  }
  return *id;
}

RecordKey find_record(App& app, const std::string& text) {
  RecordKey key = parse_record_key(text);
  if (app.mine().records.find(key)) {
    return key;
  }
  std::vector<std::string> ids;
  if (key.id.size() >= shortest_beginning) {
    ids = app.mine().records.ids_of_provider(key.provider);
    std::erase_if(ids, [&](const std::string& id) { return !id.starts_with(key.id); });
  }
  if (ids.size() > 1) {
    throw Error(ErrorKind::not_found, fmt::format("{} records of {} begin with {}", ids.size(), key.provider, key.id),
                "write more of the id");
  }
  if (ids.empty()) {
    throw Error(ErrorKind::not_found, fmt::format("there is no record {} of {}", key.id, key.provider),
                "`tracekit show` lists the records of an activity");
  }
  return {key.provider, ids.front()};
}

RecordKey find_left_out(App& app, const std::string& text) {
  const RecordKey key = parse_record_key(text);
  const std::vector<RecordKey> left_out = app.mine().verdicts.ignored();
  return std::ranges::find(left_out, key) != left_out.end() ? key : find_record(app, text);
}

std::vector<RecordKey> find_records(App& app, const std::string& text) {
  const auto number = parse_integer(text);
  return number ? records_of(app, *number) : std::vector{find_record(app, text)};
}

std::vector<RecordKey> records_of(App& app, ActivityId id) {
  const auto activity = app.mine().activities.find(id);
  if (!activity) {
    throw Error(ErrorKind::not_found, fmt::format("there is no activity {}", id), "`tracekit activities` lists them");
  }
  std::vector<RecordKey> keys;
  for (const Link& link : activity->links) {
    keys.push_back(link.record);
  }
  return keys;
}

void remember(App& app, const RecordKey& a, const RecordKey& b, VerdictKind verdict) {
  app.mine().verdicts.say(a, b, verdict, app.now());
  touch_month_of(app, a);
  touch_month_of(app, b);
}

ActivityId say_same(App& app, const std::vector<RecordKey>& some, const std::vector<RecordKey>& others) {
  if (some.empty() || others.empty() || some == others) {
    throw Error(ErrorKind::usage, "these are one record already", "name two records or two activities");
  }
  auto transaction = app.mine().changing_workouts();
  withdraw_separations(app, some, others);
  for (const RecordKey& one : some) {
    for (const RecordKey& other : others) {
      if (one != other) {
        remember(app, one, other, VerdictKind::same);
      }
    }
  }
  transaction.commit();
  refresh_touched_months(app);
  return activity_of_record(app, some.front());
}

ActivityId say_different(App& app, const RecordKey& record) {
  const auto activity = app.mine().activities.find(activity_of_record(app, record));
  if (!activity || activity->links.size() < 2) {
    throw Error(ErrorKind::usage, fmt::format("{}:{} is linked to no other record", record.provider, record.id));
  }
  auto transaction = app.mine().changing_workouts();
  for (const Link& link : activity->links) {
    if (link.record != record) {
      remember(app, record, link.record, VerdictKind::different);
    }
  }
  transaction.commit();
  refresh_touched_months(app);
  return activity_of_record(app, record);
}

void ignore_record(App& app, const RecordKey& record) {
  auto transaction = app.mine().changing_workouts();
  app.mine().verdicts.ignore(record, app.now());
  if (const auto id = app.mine().activities.of_record(record)) {
    std::vector<Link> rest = app.mine().activities.find(*id).value_or(Activity{}).links;
    std::erase_if(rest, [&](const Link& link) { return link.record == record; });
    app.mine().activities.save_links(*id, rest);
  }
  touch_month_of(app, record);
  transaction.commit();
  refresh_touched_months(app);
}

void stop_ignoring(App& app, const RecordKey& record) {
  auto transaction = app.mine().changing_workouts();
  if (!app.mine().verdicts.stop_ignoring(record)) {
    throw Error(ErrorKind::not_found, fmt::format("{}:{} is not ignored", record.provider, record.id),
                "`tracekit ignore --list` shows what is");
  }
  touch_month_of(app, record);
  transaction.commit();
  refresh_touched_months(app);
}

std::vector<OpenQuestion> open_questions(App& app) {
  refresh_touched_months(app);
  std::vector<OpenQuestion> questions;
  const AcceptedCorrections corrections(app);
  for (const store::Question& question : app.mine().questions.open()) {
    auto a = app.mine().records.find(question.a);
    auto b = app.mine().records.find(question.b);
    if (a && b) {
      corrections.apply(*a);
      corrections.apply(*b);
      std::vector<Evidence> evidence = evidence_for(*a, *b, question.score, app.home());
      questions.push_back(
          {question.id, std::move(*a), std::move(*b), question.score, question.why, std::move(evidence)});
    }
  }
  return questions;
}

void answer_question(App& app, std::int64_t id, VerdictKind verdict) {
  auto transaction = app.mine().changing_workouts();
  const store::Verdict said = app.mine().questions.answer(id, verdict, app.now());
  touch_month_of(app, said.a);
  touch_month_of(app, said.b);
  transaction.commit();
  refresh_touched_months(app);
}

json to_json(const std::vector<Evidence>& evidence) {
  json out = json::array();
  for (const Evidence& reason : evidence) {
    out.push_back({{"feature", feature_of(reason.finding)}, {"words", words_of(reason)}, {"bits", reason.bits}});
  }
  return out;
}

json to_json(const std::vector<OpenQuestion>& questions) {
  json out = json::array();
  for (const OpenQuestion& question : questions) {
    out.push_back({{"id", question.id},
                   {"a", to_json(question.a)},
                   {"b", to_json(question.b)},
                   {"score", question.score},
                   {"why", question.why},
                   {"evidence", to_json(question.evidence)}});
  }
  return {{"questions", std::move(out)}};
}

} // namespace tracekit::app
