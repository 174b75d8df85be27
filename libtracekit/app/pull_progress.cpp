// SPDX-License-Identifier: MIT
#include "app/pull_progress.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/month.hpp"

namespace tracekit::app {

void PullProgress::Place::advance(std::string_view new_what, std::uint64_t new_done, std::uint64_t new_total) {
  const std::lock_guard lock(all_.mutex_);
  what = new_what;
  done = new_done;
  total = new_done <= new_total ? new_total : 0; // there are more than were known
  all_.show();
}

void PullProgress::Place::note(std::string_view line) { all_.below_.note(line); }

ProgressSink& PullProgress::add(const std::string& title) {
  const std::lock_guard lock(mutex_);
  return *places_.emplace_back(std::make_unique<Place>(*this, title));
}

void PullProgress::reached(const ProgressSink& place, Date day) {
  const std::lock_guard lock(mutex_);
  for (const auto& one : places_) {
    if (one.get() == &place && (!one->oldest || day < *one->oldest)) {
      one->oldest = day;
    }
  }
}

void PullProgress::finished(const ProgressSink& place) {
  const std::lock_guard lock(mutex_);
  for (const auto& one : places_) {
    if (one.get() == &place) {
      one->at_work = false;
      one->total = one->done;
    }
  }
}

void PullProgress::show() {
  std::uint64_t done = 0;
  std::uint64_t total = 0;
  bool knows_total = true;
  std::size_t at_work = 0;
  std::string title;
  const Place* slowest = nullptr; // of those that tell no total, the one that is not as far back as the others
  std::string what;
  for (const auto& place : places_) {
    done += place->done;
    total += place->total;
    if (!place->at_work) {
      continue;
    }
    ++at_work;
    title = place->title;
    what = at_work == 1 || what == place->what ? place->what : "records";
    if (place->total == 0) {
      knows_total = false;
      slowest = slowest == nullptr || (place->oldest && slowest->oldest && *place->oldest > *slowest->oldest)
                    ? place.get()
                    : slowest;
    }
  }
  std::string line = fmt::format("{} of {}", what.empty() ? "records" : what,
                                 at_work == 1 ? title : fmt::format("{} providers", at_work));
  if (slowest != nullptr && slowest->oldest) {
    line += fmt::format(", back to {}", Month::of(*slowest->oldest).text());
  }
  below_.advance(line, done, knows_total ? total : 0);
}

} // namespace tracekit::app
