// SPDX-License-Identifier: MIT
#include "app/portable_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

#include "base/error.hpp"
#include "base/time.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

[[noreturn]] void refuse(const char* field) {
  throw Error(ErrorKind::input, fmt::format("the field \"{}\" is missing or malformed", field));
}

std::string text_of(const json& line, const char* field) {
  const auto found = line.find(field);
  if (found == line.end() || !found->is_string()) {
    refuse(field);
  }
  return found->get<std::string>();
}

std::int64_t number_of(const json& line, const char* field) {
  const auto found = line.find(field);
  if (found == line.end() || !found->is_number_integer()) {
    refuse(field);
  }
  return found->get<std::int64_t>();
}

bool yes_or_no(const json& line, const char* field) {
  const auto found = line.find(field);
  if (found == line.end() || !found->is_boolean()) {
    refuse(field);
  }
  return found->get<bool>();
}

std::int64_t day_of(const json& line, const char* field) {
  const auto date = parse_date(text_of(line, field));
  if (!date) {
    refuse(field);
  }
  return days_of(*date);
}

std::optional<std::int64_t> optional_number(const json& line, const char* field) {
  return line.contains(field) && !line[field].is_null() ? std::optional(number_of(line, field)) : std::nullopt;
}

/// The value that has this word.
template <class Value, std::size_t Count>
Value value_of(const json& line, const char* field, const std::array<Value, Count>& values) {
  const std::string word = text_of(line, field);
  for (const Value value : values) {
    if (to_string(value) == word) {
      return value;
    }
  }
  refuse(field);
}

constexpr std::array link_kinds{LinkKind::founder, LinkKind::automatic, LinkKind::person};
constexpr std::array link_roles{LinkRole::member, LinkRole::duplicate, LinkRole::part};
constexpr std::array verdict_kinds{store::VerdictKind::same, store::VerdictKind::different};
constexpr std::array outcomes{store::Outcome::open, store::Outcome::done, store::Outcome::failed,
                              store::Outcome::unknown};

} // namespace

json portable_form(const RecordKey& key) { return {{"provider", key.provider}, {"id", key.id}}; }

RecordKey key_from_json(const json& line, const char* field) {
  const auto found = line.find(field);
  if (found == line.end() || !found->is_object()) {
    refuse(field);
  }
  return {text_of(*found, "provider"), text_of(*found, "id")};
}

json portable_form(const Activity& activity) {
  json links = json::array();
  for (const Link& link : activity.links) {
    links.push_back({{"record", portable_form(link.record)},
                     {"kind", to_string(link.kind)},
                     {"role", to_string(link.role)},
                     {"score", link.score}});
  }
  return {{"id", activity.id}, {"links", std::move(links)}};
}

std::vector<Link> links_from_json(const json& line) {
  std::vector<Link> links;
  const auto found = line.find("links");
  if (found == line.end() || !found->is_array()) {
    refuse("links");
  }
  for (const json& one : *found) {
    if (!one.is_object()) {
      refuse("links");
    }
    Link link;
    link.record = key_from_json(one, "record");
    link.kind = value_of(one, "kind", link_kinds);
    link.role = value_of(one, "role", link_roles);
    link.score = one.contains("score") && one["score"].is_number() ? one["score"].get<double>() : 0;
    links.push_back(std::move(link));
  }
  return links;
}

json portable_form(const store::Verdict& verdict) {
  return {{"kind", to_string(verdict.kind)},
          {"a", portable_form(verdict.a)},
          {"b", portable_form(verdict.b)},
          {"said_at", verdict.said_at}};
}

store::Verdict verdict_from_json(const json& line) {
  return {key_from_json(line, "a"), key_from_json(line, "b"), value_of(line, "kind", verdict_kinds),
          number_of(line, "said_at")};
}

json portable_form(const store::GearAlias& alias) { return {{"alias", alias.alias}, {"canonical", alias.canonical}}; }

store::GearAlias alias_from_json(const json& line) { return {text_of(line, "alias"), text_of(line, "canonical")}; }

json portable_form(const RecordKey& key, const store::RecordVersion& version) {
  return {{"record", portable_form(key)}, {"changed_at", version.changed_at}, {"changes", version.changes_json}};
}

store::RecordVersion version_from_json(const json& line) {
  return {number_of(line, "changed_at"), text_of(line, "changes")};
}

json portable_form(const store::ClockCorrection& correction) {
  return {{"provider", correction.provider},
          {"first_day", format_date(date_of_days(correction.first_day))},
          {"last_day", format_date(date_of_days(correction.last_day))},
          {"offset_s", correction.offset_s},
          {"accepted", correction.accepted},
          {"said_at", correction.said_at}};
}

store::ClockCorrection clock_from_json(const json& line) {
  return {text_of(line, "provider"),   day_of(line, "first_day"),   day_of(line, "last_day"),
          number_of(line, "offset_s"), yes_or_no(line, "accepted"), number_of(line, "said_at")};
}

json portable_form(const store::Dismissal& dismissal) {
  return {
      {"change_id", dismissal.change_id}, {"change", dismissal.change_json}, {"dismissed_at", dismissal.dismissed_at}};
}

store::Dismissal dismissal_from_json(const json& line) {
  return {text_of(line, "change_id"), text_of(line, "change"), number_of(line, "dismissed_at")};
}

json portable_form(const store::Schedule& schedule) {
  return {{"name", schedule.name}, {"expression", schedule.expression}, {"time_zone", schedule.time_zone},
          {"kind", schedule.kind}, {"arguments", schedule.arguments},   {"enabled", schedule.enabled}};
}

store::Schedule schedule_from_json(const json& line) {
  store::Schedule schedule;
  schedule.name = text_of(line, "name");
  schedule.expression = text_of(line, "expression");
  schedule.time_zone = text_of(line, "time_zone");
  schedule.kind = text_of(line, "kind");
  schedule.arguments = text_of(line, "arguments");
  schedule.enabled = yes_or_no(line, "enabled");
  return schedule;
}

json portable_form(const store::JournalEntry& entry) {
  const store::Intent& intent = entry.intent;
  const auto or_null = [](const std::optional<std::int64_t>& value) { return value ? json(*value) : json(nullptr); };
  return {{"id", entry.id},
          {"change_id", intent.change_id},
          {"kind", intent.kind},
          {"provider", intent.provider},
          {"target", portable_form(intent.target)},
          {"source", portable_form(intent.source)},
          {"field", intent.field},
          {"old_value", intent.old_value},
          {"new_value", intent.new_value},
          {"change", intent.change_json},
          {"undoes", or_null(intent.undoes)},
          {"begun_at", entry.begun_at},
          {"finished_at", or_null(entry.finished_at)},
          {"outcome", to_string(entry.outcome)},
          {"message", entry.message},
          {"before", entry.before},
          {"after", entry.after},
          {"undone_at", or_null(entry.undone_at)}};
}

store::JournalEntry journal_entry_from_json(const json& line) {
  store::JournalEntry entry;
  entry.id = number_of(line, "id");
  entry.intent = {text_of(line, "change_id"),     text_of(line, "kind"),         text_of(line, "provider"),
                  key_from_json(line, "target"),  key_from_json(line, "source"), text_of(line, "field"),
                  text_of(line, "old_value"),     text_of(line, "new_value"),    text_of(line, "change"),
                  optional_number(line, "undoes")};
  entry.begun_at = number_of(line, "begun_at");
  entry.finished_at = optional_number(line, "finished_at");
  entry.outcome = value_of(line, "outcome", outcomes);
  entry.message = text_of(line, "message");
  entry.before = text_of(line, "before");
  entry.after = text_of(line, "after");
  entry.undone_at = optional_number(line, "undone_at");
  return entry;
}

} // namespace tracekit::app
