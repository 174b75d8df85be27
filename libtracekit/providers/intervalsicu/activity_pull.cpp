// SPDX-License-Identifier: MIT
#include "providers/intervalsicu/activity_pull.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "providers/dated_sources.hpp"
#include "providers/intervalsicu/activity.hpp"

namespace tracekit::intervalsicu {
namespace {

using nlohmann::json;

/// Activities in one answer: some 6 kB each.
constexpr std::size_t page_size = 400;
constexpr std::size_t largest_page = 12'800;
constexpr EpochSeconds day_s = 86'400;
constexpr std::int64_t days_ahead = 2;

/// Before there was any such service, and any device.
constexpr Date beginning{std::chrono::year{1970}, std::chrono::January, std::chrono::day{1}};

} // namespace

PullOutcome ActivityPull::run() {
  context_.cancellation.check();
  list_everything();
  report_unlisted(
      request_, seen_, title,
      {[this](const std::string& id) { return api_.activity(id); }, [this](const json& activity) { take(activity); }},
      sink_);
  if (request_.knows_any()) {
    for (const Gear& one : api_.gear()) {
      outcome_.gear_names.emplace(one.id, one.name);
    }
  }
  return std::move(outcome_);
}

/// There is no cursor, so the next page begins with the last day of the one before.
void ActivityPull::list_everything() {
  const Date oldest = request_.from.value_or(beginning);
  // Its own end is its present, which clocks of devices and zones in the east are ahead of.
  Date newest = request_.to ? *request_.to : date_of_days(context_.clock.now() / day_s + days_ahead);
  std::size_t limit = page_size;
  while (true) {
    context_.cancellation.check();
    const json page = api_.activities(oldest, newest, limit);
    const std::size_t seen_before = seen_.size();
    std::string last_day;
    for (const json& activity : page) {
      take(activity);
      last_day = day_of(activity);
    }
    context_.progress.advance("activities", seen_.size(), request_.expected());
    if (page.size() != limit) {
      return; // less: that was all; more: it knows no limit, and that was all
    }
    const auto next = parse_date(last_day);
    const bool moves_on = next && *next != newest && seen_.size() > seen_before;
    if (!moves_on) {
      limit *= 2;
      if (limit > largest_page) {
        throw Error(ErrorKind::provider, fmt::format("{} lists the same activities again and again", title));
      }
    }
    newest = next.value_or(newest);
  }
}

void ActivityPull::take(const json& activity) {
  const std::string id = id_of(activity);
  if (id.empty()) {
    outcome_.warnings.push_back(fmt::format("{} listed an activity without an id", title));
    return;
  }
  if (!seen_.insert(id).second) {
    return;
  }
  ++outcome_.sources_seen;
  const std::string payload = payload_of(activity);
  PulledSource source;
  source.key = id;
  source.fingerprint = dated_fingerprint(day_of(activity), payload);
  if (request_.knows(source.key, source.fingerprint)) {
    return;
  }
  ++outcome_.sources_read;
  static const std::vector<Gear> none;
  const std::vector<Gear>& gear = has_gear(activity) ? api_.gear() : none;
  try {
    PulledRecord pulled;
    pulled.record = record_of(activity, gear, context_.home, context_.clock.now());
    source.original_sha256 = pulled.record.payload_sha256;
    source.original = Bytes(payload.begin(), payload.end());
    source.records.push_back(std::move(pulled));
  } catch (const Error& error) {
    source.failure = error.what();
  }
  sink_.take(std::move(source));
}

} // namespace tracekit::intervalsicu
