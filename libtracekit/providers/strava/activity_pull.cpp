// SPDX-License-Identifier: MIT
#include "providers/strava/activity_pull.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "providers/dated_sources.hpp"
#include "providers/strava/activity.hpp"

namespace tracekit::strava {
namespace {

using nlohmann::json;

constexpr EpochSeconds a_day_s = 86400;
constexpr std::int64_t renewed_after_days = 5; ///< Strava allows seven
constexpr int most_pages_without_news = 3;

std::optional<EpochSeconds> oldest_start(const json& list) {
  std::optional<EpochSeconds> oldest;
  for (const json& activity : list) {
    if (const auto start = start_of(activity); start && (!oldest || *start < *oldest)) {
      oldest = start;
    }
  }
  return oldest;
}

/// What goes away between two answers moves everything behind it to another page, and numbered pages would pass
/// something over. So the window's end moves instead, to a little behind the oldest seen. A page that is not full is
/// the last one, most likely, which its successor tells by being empty; if that is not, it is listed again from where
/// the window can move to.
ListWindow next_window(const ListWindow& window, const json& list) {
  ListWindow next = window;
  if (window.page == 1) {
    next.oldest = oldest_start(list);
  }
  const bool goes_on = list.size() >= page_size || window.page > 1;
  if (goes_on && next.oldest && *next.oldest + a_day_s < window.before) {
    next.before = *next.oldest + a_day_s;
    next.page = 1;
  } else {
    ++next.page; // also where one day fills a page
  }
  return next;
}

} // namespace

std::set<std::string> gear_of_cursor(const std::string& cursor) {
  std::set<std::string> ids;
  for (const std::string& id : split(cursor, ' ')) {
    if (!id.empty()) {
      ids.insert(id);
    }
  }
  return ids;
}

PullOutcome ActivityPull::run() {
  context_.cancellation.check();
  if (!api_.may(scope_activities) && !api_.may(scope_public_activities)) {
    throw Unauthorized(
        fmt::format("{} was told not to show activities: sign in again and leave the boxes ticked", title),
        provider_id);
  }
  if (!api_.may(scope_activities)) {
    outcome_.warnings.push_back(fmt::format(
        "{} was told not to show private activities; sign in again and leave the box ticked to have them", title));
  }
  list_everything();
  if (api_.may(scope_activities)) { // else private ones are hidden now, not gone
    report_unlisted(
        request_, seen_, title,
        {[this](const std::string& id) { return api_.activity(id); }, [this](const json& activity) { take(activity); }},
        sink_);
  }
  if (request_.knows_any()) {
    outcome_.gear_names = gear_.names();
  }
  outcome_.cursor = fmt::format("{}", fmt::join(gear_ids_, " "));
  return std::move(outcome_);
}

/// Which clock Strava compares with is not known; a day more at both ends covers all. The end of what is asked for
/// stays fixed, so that new activities move nothing.
void ActivityPull::list_everything() {
  const EpochSeconds now = context_.clock.now();
  ListWindow window;
  window.before = now + 2 * a_day_s;
  if (request_.from) {
    window.after = context_.home.to_utc(wall_midnight(*request_.from)) - a_day_s;
  }
  if (request_.to) {
    window.before = std::min(window.before, context_.home.to_utc(wall_midnight(*request_.to)) + 2 * a_day_s);
  }
  if (window.after && *window.after >= window.before) {
    return;
  }
  int without_news = 0;
  while (true) {
    context_.cancellation.check();
    const json list = api_.activities(window.after, window.before, window.page);
    if (list.empty()) {
      return;
    }
    const std::size_t seen_before = seen_.size();
    for (const json& activity : list) {
      take_listed(activity);
    }
    context_.progress.advance("activities", seen_.size(), request_.expected());
    without_news = seen_.size() > seen_before ? 0 : without_news + 1;
    if (without_news == most_pages_without_news) {
      throw Error(ErrorKind::provider, fmt::format("{} lists the same activities again and again", title));
    }
    window = next_window(window, list);
  }
}

void ActivityPull::take_listed(const json& activity) {
  const std::string id = id_of(activity);
  if (id.empty()) {
    outcome_.warnings.push_back(fmt::format("{} listed an activity without an id", title));
    return;
  }
  if (seen_.insert(id).second && asks_for(request_, day_of(activity))) {
    take(activity);
  }
}

void ActivityPull::take(const json& activity) {
  ++outcome_.sources_seen;
  const std::string gear = gear_of(activity);
  if (!gear.empty()) {
    gear_ids_.insert(gear);
  }
  const std::string content = dated_fingerprint(day_of(activity), content_of(activity));
  PulledSource source;
  source.key = id_of(activity);
  if (is_fresh(source.key, content)) {
    return;
  }
  source.fingerprint = fmt::format("{} {}", content, today());
  ++outcome_.sources_read;
  const std::string gear_name = gear.empty() ? "" : gear_.name_of(gear);
  try {
    PulledRecord pulled;
    pulled.record = record_of(activity, gear_name, context_.clock.now());
    source.records.push_back(std::move(pulled));
  } catch (const Error& error) {
    source.failure = error.what();
  }
  sink_.take(std::move(source));
}

std::int64_t ActivityPull::today() const { return context_.clock.now() / a_day_s; }

/// Whether the same content was stored not long ago.
bool ActivityPull::is_fresh(const std::string& id, const std::string& content) const {
  if (request_.known == nullptr || request_.force) {
    return false;
  }
  const auto found = request_.known->find(id);
  if (found == request_.known->end() || !found->second.starts_with(content + " ")) {
    return false;
  }
  const auto stored_on = parse_integer(std::string_view(found->second).substr(content.size() + 1));
  return stored_on && today() - *stored_on < renewed_after_days;
}

} // namespace tracekit::strava
