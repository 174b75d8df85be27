// SPDX-License-Identifier: MIT
#include "providers/ridewithgps/trip_pull.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "providers/ridewithgps/trip.hpp"

namespace tracekit::ridewithgps {
namespace {

using nlohmann::json;

/// The most that anybody has documented for one answer of the list.
constexpr std::size_t hash_digits = 32;
/// How far back the feed is asked when only its clock is wanted.
constexpr EpochSeconds a_day_s = 86'400;

std::size_t pages_of(std::size_t trips) { return (trips + page_size - 1) / page_size; }

} // namespace

/// The time for the next pull is taken before anything is read, so that nothing that happens meanwhile is missed.
PullOutcome TripPull::run() {
  context_.cancellation.check();
  const auto blank = request_.cursor.find(' ');
  const std::string since = request_.cursor.substr(0, blank);
  const bool everything =
      request_.force || since.empty() || blank == std::string::npos || !knows_all_of(request_.cursor.substr(blank + 1));
  if (request_.known != nullptr) {
    for (const auto& [id, fingerprint] : *request_.known) {
      held_.insert(id);
    }
  }
  const Changes changes = api_.changes(everything ? format_utc(context_.clock.now() - a_day_s) : since);
  if (everything) {
    list_everything();
    report_missing();
  } else {
    follow(changes);
  }
  const bool nothing_new = !everything && changes.changed.empty() && changes.deleted.empty();
  outcome_.cursor =
      nothing_new || changes.until.empty() ? request_.cursor : fmt::format("{} {}", changes.until, held_.size());
  if (request_.knows_any()) {
    for (const Gear& one : api_.gear()) {
      outcome_.gear_names.emplace(one.id, one.name);
    }
  }
  return std::move(outcome_);
}

void TripPull::list_everything() {
  OffsetPages pages(title);
  while (true) {
    const std::size_t seen_before = seen_.size();
    const Listed listed = list_page(pages);
    const bool news = seen_.size() > seen_before;
    const bool was_all = listed.left ? *listed.left == 0 : !news && !listed.full;
    if (listed.joins && was_all) {
      return;
    }
    if (listed.joins && !news) {
      throw Error(ErrorKind::provider, fmt::format("{} lists the same trips again and again", title));
    }
  }
}

/// Takes the next trips of the list, newest first.
TripPull::Listed TripPull::list_page(OffsetPages& pages) {
  context_.cancellation.check();
  const TripPage page = api_.trips(pages.offset(), page_size);
  for (const json& trip : page.trips) {
    take(trip);
  }
  context_.progress.advance("trips", seen_.size(), page.count.value_or(0));
  Listed listed;
  listed.full = page.trips.size() >= page_size;
  if (page.count) {
    const std::size_t end = pages.offset() + page.trips.size();
    listed.left = page.trips.empty() || *page.count <= end ? 0 : *page.count - end;
  }
  listed.joins = pages.took(ids_on(page));
  return listed;
}

/// What was known and is not listed any more. Pages move when trips come and go meanwhile, so each is looked up.
void TripPull::report_missing() {
  if (request_.known == nullptr) {
    return;
  }
  for (const auto& [id, fingerprint] : *request_.known) {
    if (!seen_.contains(id)) {
      read_alone(id);
    }
  }
}

void TripPull::follow(const Changes& changes) {
  for (const std::string& id : changes.deleted) {
    report_gone(id);
  }
  read({changes.changed.begin(), changes.changed.end()});
}

/// One call lists many of the newest trips or shows a single one, so pages are read while that is fewer calls.
void TripPull::read(std::set<std::string> wanted) {
  OffsetPages pages(title);
  std::size_t pages_left = 1;
  while (wanted.size() > pages_left && pages_left > 0) {
    const std::size_t seen_before = seen_.size();
    const Listed listed = list_page(pages);
    std::erase_if(wanted, [&](const std::string& id) { return seen_.contains(id); });
    pages_left = seen_.size() == seen_before ? 0 : listed.left ? pages_of(*listed.left) : 1;
  }
  for (const std::string& id : wanted) {
    read_alone(id);
  }
}

void TripPull::read_alone(const std::string& id) {
  context_.cancellation.check();
  if (const auto trip = api_.trip(id)) {
    take(*trip);
  } else {
    report_gone(id);
  }
}

bool TripPull::knows_all_of(const std::string& held) const {
  const auto count = parse_integer(held);
  return count && request_.known != nullptr && std::cmp_greater_equal(request_.known->size(), *count);
}

bool TripPull::is_known(const std::string& id) const {
  return request_.known != nullptr && request_.known->contains(id);
}

void TripPull::report_gone(const std::string& id) {
  if (is_known(id)) {
    sink_.gone(id);
    sink_.forget(id);
    held_.erase(id);
  }
}

void TripPull::take(const json& trip) {
  const std::string id = id_of(trip);
  if (id.empty()) {
    outcome_.warnings.push_back(fmt::format("{} listed a trip without an id", title));
    return;
  }
  const auto deleted = trip.find("deleted_at");
  if ((deleted != trip.end() && !deleted->is_null()) || !seen_.insert(id).second) {
    return;
  }
  ++outcome_.sources_seen;
  const std::string payload = payload_of(trip);
  PulledSource source;
  source.key = id;
  source.fingerprint = sha256_hex(as_bytes(payload)).substr(0, hash_digits);
  if (request_.knows(id, source.fingerprint)) {
    return;
  }
  ++outcome_.sources_read;
  static const std::vector<Gear> none;
  const std::vector<Gear>& gear = gear_id_of(trip).empty() ? none : api_.gear();
  try {
    PulledRecord pulled;
    pulled.record = record_of(trip, gear, context_.clock.now());
    source.original_sha256 = pulled.record.payload_sha256;
    source.original = Bytes(payload.begin(), payload.end());
    source.records.push_back(std::move(pulled));
    held_.insert(id);
  } catch (const Error& error) {
    source.failure = error.what();
  }
  sink_.take(std::move(source));
}

} // namespace tracekit::ridewithgps
