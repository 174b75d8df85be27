// SPDX-License-Identifier: MIT
#include "app/status.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

#include "app/months.hpp"
#include "config/settings.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

constexpr std::size_t failures_named = 3;

/// What went wrong in the background; the rest is only counted.
void tell_notifications(App& app, std::vector<std::string>& lines) {
  std::size_t others = 0;
  for (const store::Notification& notification : app.mine().notifications.unread(app.now())) {
    if (notification.level == store::NotificationLevel::info) {
      ++others;
      continue;
    }
    lines.push_back(notification.message +
                    (notification.times > 1 ? fmt::format(" ({} times)", notification.times) : ""));
  }
  if (others > 0) {
    lines.push_back(fmt::format("{} message{} from the background; `tracekit notifications` shows {}", others,
                                others == 1 ? "" : "s", others == 1 ? "it" : "them"));
  }
}

std::vector<std::string> attention_of(App& app) {
  std::vector<std::string> lines = app.settings().warnings;
  for (const std::string& key : config::missing_values(app.schema(), app.settings())) {
    lines.push_back(fmt::format("{} is not set; run `tracekit configure`", key));
  }
  if (app.enabled_providers().empty()) {
    lines.emplace_back("no provider is enabled; run `tracekit configure`");
  }
  const auto failures = app.mine().sources.failures();
  for (std::size_t i = 0; i < std::min(failures.size(), failures_named); ++i) {
    lines.push_back(fmt::format("{}: {}", failures[i].provider, failures[i].failure));
  }
  if (failures.size() > failures_named) {
    lines.push_back(fmt::format("and {} more that cannot be read", failures.size() - failures_named));
  }
  const auto open = app.mine().journal.open().size();
  if (open > 0) {
    lines.push_back(
        fmt::format("{} changes were interrupted while they were written; `tracekit sync-month` looks at them", open));
  }
  tell_notifications(app, lines);
  if (const auto questions = app.mine().questions.open_count(); questions > 0) {
    lines.push_back(
        fmt::format("{} possible matches wait for your word; `tracekit review` goes through them", questions));
  }
  return lines;
}

std::optional<Record> latest_record(App& app) {
  const auto activity = app.mine().activities.latest();
  if (!activity || activity->links.empty()) {
    return std::nullopt;
  }
  std::optional<Record> latest;
  for (const Link& link : activity->links) {
    auto record = app.mine().records.find(link.record);
    if (record && (!latest || (latest->name.empty() && !record->name.empty()))) {
      latest = std::move(record);
    }
  }
  return latest;
}

/// Totals from the months' summaries: a handful of rows instead of every record.
struct Counts {
  std::int64_t activities = 0;
  std::map<std::string, std::int64_t> records;
};

Counts count_everything(App& app) {
  refresh_touched_months(app);
  Counts counts;
  if (const auto range = app.mine().month_summaries.range()) {
    for (const store::MonthSummary& month : app.mine().month_summaries.in_months(range->first, range->second)) {
      counts.activities += month.activities;
      for (const store::ProviderMonth& provider : month.providers) {
        counts.records[provider.provider] += provider.records;
      }
    }
  }
  for (const Record& record : app.mine().records.without_day()) {
    ++counts.activities;
    ++counts.records[record.key.provider];
  }
  return counts;
}

} // namespace

Status status(App& app) {
  Status out;
  const Counts totals = count_everything(app);
  const auto& counts = totals.records;
  std::vector<std::string> ids = app.enabled_providers();
  for (const auto& [id, count] : counts) {
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
      ids.push_back(id);
    }
  }
  const auto enabled = app.enabled_providers();
  for (const std::string& id : ids) {
    const auto count = counts.find(id);
    out.providers.push_back({id, provider_title(id), std::find(enabled.begin(), enabled.end(), id) != enabled.end(),
                             count == counts.end() ? 0 : count->second, app.mine().provider_states.find(id)});
  }
  out.activities = totals.activities;
  out.latest = latest_record(app);
  out.database = app.store().location();
  out.database_bytes = app.store().size_bytes();
  out.schema_version = app.store().schema_version();
  out.attention = attention_of(app);
  return out;
}

json to_json(const Status& status) {
  json providers = json::array();
  for (const ProviderStanding& standing : status.providers) {
    json one = {{"provider", standing.provider},
                {"title", standing.title},
                {"enabled", standing.enabled},
                {"records", standing.records},
                {"last", nullptr}};
    if (standing.last) {
      one["last"] = {{"operation", standing.last->operation},
                     {"succeeded", standing.last->succeeded},
                     {"message", standing.last->message},
                     {"at", format_utc(standing.last->at)},
                     {"rate_limited_until", nullptr}};
      if (standing.last->rate_limited_until) {
        one["last"]["rate_limited_until"] = format_utc(*standing.last->rate_limited_until);
      }
    }
    providers.push_back(std::move(one));
  }
  json latest = nullptr;
  if (status.latest) {
    latest = {{"provider", status.latest->key.provider},
              {"id", status.latest->key.id},
              {"name", status.latest->name},
              {"start", nullptr}};
    if (status.latest->start) {
      latest["start"] = format_utc(*status.latest->start);
    }
  }
  return {
      {"providers", std::move(providers)},
      {"activities", status.activities},
      {"latest", std::move(latest)},
      {"database",
       {{"location", status.database}, {"bytes", status.database_bytes}, {"schema_version", status.schema_version}}},
      {"attention", status.attention}};
}

} // namespace tracekit::app
