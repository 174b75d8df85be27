// SPDX-License-Identifier: MIT
#include "providers/garmin/activity_pull.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "providers/dated_sources.hpp"
#include "providers/offset_pages.hpp"

namespace tracekit::garmin {
namespace {

using nlohmann::json;

constexpr int most_pages_without_news = 3;

std::string fingerprint_of(const json& activity, const std::optional<Gear>& equipment) {
  std::string content = payload_of(activity);
  if (equipment) {
    content += fmt::format("\n{} {}", equipment->id, equipment->name);
  }
  return dated_fingerprint(day_of(activity), content);
}

std::optional<Date> moved(std::optional<Date> date, int days) {
  return date ? std::optional(date_of_days(days_of(*date) + days)) : std::nullopt;
}

} // namespace

PullOutcome ActivityPull::run() {
  context_.cancellation.check();
  list_everything();
  report_unlisted(request_, seen_, title,
                  {[this](const std::string& id) { return api_.activity(id); },
                   [this](const json& activity) { take(listed_form(activity)); }},
                  sink_);
  outcome_.gear_names = related_.gear().names();
  return std::move(outcome_);
}

/// By which clock Garmin tells the days is not known for sure; one more at both ends covers all.
void ActivityPull::list_everything() {
  const auto from = moved(request_.from, -1);
  const auto to = moved(request_.to, 1);
  int without_news = 0;
  OffsetPages pages(title);
  while (true) {
    context_.cancellation.check();
    const json page = api_.activities(from, to, pages.offset());
    const std::size_t seen_before = seen_.size();
    const std::vector<json> fresh = fresh_of(page);
    if (!fresh.empty()) {
      related_.gear().expect(fresh.size(), owner_of(fresh.front()));
    }
    for (const json& activity : fresh) {
      context_.cancellation.check();
      take(activity);
    }
    context_.progress.advance("activities", seen_.size(), request_.expected());
    if (pages.took(ids_on(page)) && page.size() < page_size) {
      return;
    }
    without_news = seen_.size() > seen_before ? 0 : without_news + 1;
    if (without_news == most_pages_without_news) {
      throw Error(ErrorKind::provider, fmt::format("{} lists the same activities again and again", title));
    }
  }
}

/// What is asked for and was on no page before: new activities move the others from one page to the next.
std::vector<json> ActivityPull::fresh_of(const json& page) {
  std::vector<json> fresh;
  for (const json& listed : page) {
    json activity = listed_form(listed);
    const std::string id = id_of(activity);
    if (id.empty()) {
      outcome_.warnings.push_back(fmt::format("{} listed an activity without an id", title));
    } else if (seen_.insert(id).second && asks_for(request_, day_of(activity))) {
      fresh.push_back(std::move(activity));
    }
  }
  return fresh;
}

void ActivityPull::take(const json& activity) {
  ++outcome_.sources_seen;
  const auto equipment = equipment_of(related_.gear().gear_of(id_of(activity)));
  PulledSource source;
  source.key = id_of(activity);
  source.fingerprint = fingerprint_of(activity, equipment);
  if (request_.knows(source.key, source.fingerprint)) {
    return;
  }
  ++outcome_.sources_read;
  const Related related = related_.to(activity, equipment);
  try {
    PulledRecord pulled;
    pulled.record = record_of(activity, related, context_.clock.now());
    const std::string payload = payload_of(activity);
    source.original_sha256 = pulled.record.payload_sha256;
    source.original = Bytes(payload.begin(), payload.end());
    source.records.push_back(std::move(pulled));
  } catch (const Error& error) {
    source.failure = error.what();
  }
  sink_.take(std::move(source));
}

} // namespace tracekit::garmin
