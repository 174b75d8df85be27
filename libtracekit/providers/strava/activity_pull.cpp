// SPDX-License-Identifier: MIT
#include "providers/strava/activity_pull.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "providers/asked_days.hpp"
#include "providers/strava/activity.hpp"
#include "providers/unlisted.hpp"

namespace tracekit::strava {
namespace {

using nlohmann::json;

constexpr EpochSeconds day_s = 86400;
constexpr std::int64_t renewed_after_days = 5; ///< Strava allows seven
constexpr int most_pages_without_news = 3;
constexpr std::size_t hash_digits = 32;

/// `2025-08-03 1f2e... 20345`
struct Fingerprint {
  std::string day;
  std::string hash;
  std::int64_t stored_on = 0; ///< days since 1970

  [[nodiscard]] std::string text() const { return fmt::format("{} {} {}", day, hash, stored_on); }

  static Fingerprint parse(const std::string& text) {
    const auto parts = split(text, ' ');
    if (parts.size() != 3) {
      return {std::string(unreadable_day), "", 0};
    }
    return {parts[0], parts[1], parse_integer(parts[2]).value_or(0)};
  }
};

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
  report_unlisted();
  outcome_.cursor = fmt::format("{}", fmt::join(gear_ids_, " "));
  return std::move(outcome_);
}

/// The end stays fixed, so that new activities do not move the pages. Which clock Strava compares with is not known;
/// a day more at both ends covers all.
void ActivityPull::list_everything() {
  const EpochSeconds now = context_.clock.now();
  std::optional<EpochSeconds> after;
  if (request_.from) {
    after = context_.home.to_utc(wall_midnight(*request_.from)) - day_s;
  }
  EpochSeconds before = now + 2 * day_s;
  if (request_.to) {
    before = std::min(before, context_.home.to_utc(wall_midnight(*request_.to)) + 2 * day_s);
  }
  if (after && *after >= before) {
    return;
  }
  int without_news = 0;
  for (int page = 1;; ++page) {
    context_.cancellation.check();
    const json list = api_.activities(after, before, page);
    if (list.empty()) {
      return;
    }
    const std::size_t seen_before = seen_.size();
    for (const json& activity : list) {
      take_listed(activity);
    }
    context_.progress.advance("activities", seen_.size(), 0);
    without_news = seen_.size() > seen_before ? 0 : without_news + 1;
    if (without_news == most_pages_without_news) {
      throw Error(ErrorKind::provider, fmt::format("{} lists the same activities again and again", title));
    }
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
  const std::string day = day_of(activity);
  const std::string content = content_of(activity);
  PulledSource source;
  source.key = id_of(activity);
  source.fingerprint = Fingerprint{day.empty() ? std::string(unreadable_day) : day,
                                   sha256_hex(as_bytes(content)).substr(0, hash_digits), context_.clock.now() / day_s}
                           .text();
  if (is_known(source.key, source.fingerprint)) {
    return;
  }
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

bool ActivityPull::is_known(const std::string& id, const std::string& fingerprint) const {
  if (request_.known == nullptr || request_.force) {
    return false;
  }
  const auto found = request_.known->find(id);
  if (found == request_.known->end()) {
    return false;
  }
  const Fingerprint known = Fingerprint::parse(found->second);
  const Fingerprint listed = Fingerprint::parse(fingerprint);
  return known.day == listed.day && known.hash == listed.hash &&
         listed.stored_on - known.stored_on < renewed_after_days;
}

void ActivityPull::report_unlisted() {
  if (request_.known == nullptr || !api_.may(scope_activities)) { // private ones are hidden now, not gone
    return;
  }
  Unlisted unlisted;
  unlisted.everything_was_listed = everything();
  for (const auto& [id, fingerprint] : *request_.known) {
    if (!seen_.contains(id) && asks_for(request_, Fingerprint::parse(fingerprint).day)) {
      unlisted.ids.push_back(id);
    }
  }
  const auto take_if_there = [this](const std::string& id) {
    const auto activity = api_.activity(id);
    if (activity) {
      take(*activity);
    }
    return activity.has_value();
  };
  report_gone(unlisted, title, take_if_there, sink_);
}

} // namespace tracekit::strava
