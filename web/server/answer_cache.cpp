// SPDX-License-Identifier: MIT
#include "answer_cache.hpp"

#include <algorithm>

#include "store/database_version.hpp"

namespace tracekit::web {
namespace {

constexpr std::size_t most_answers = 8; ///< a month of a thousand workouts at six providers has 2 MB

} // namespace

std::string AnswerCache::of(const std::string& key, const std::string& stamp,
                            const std::function<std::string()>& make) {
  const std::shared_ptr<Entry> entry = entry_of(key);
  const std::lock_guard lock(entry->mutex);
  // Before the body is made: what changes meanwhile makes the next one who asks look again.
  const std::string version = this->version() + " " + stamp;
  if (entry->version != version) {
    entry->version.clear();
    entry->body = make();
    entry->version = version;
  }
  return entry->body;
}

std::shared_ptr<AnswerCache::Entry> AnswerCache::entry_of(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find_if(entries_, [&](const auto& entry) { return entry->key == key; });
  if (found != entries_.end()) {
    entries_.splice(entries_.end(), entries_, found);
    return entries_.back();
  }
  if (entries_.size() >= most_answers) {
    entries_.pop_front();
  }
  auto entry = std::make_shared<Entry>();
  entry->key = key;
  entries_.push_back(entry);
  return entry;
}

std::string AnswerCache::version() {
  const std::lock_guard lock(watch_mutex_);
  if (!watch_) {
    watch_.emplace(apps_.of_owner());
  }
  try {
    return store::database_version(watch_->app().store().connection());
  } catch (...) {
    watch_.reset(); // its connection may be gone
    throw;
  }
}

} // namespace tracekit::web
