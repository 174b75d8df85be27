// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "app_pool.hpp"

namespace tracekit::web {

/// Bodies of answers that take long to make, kept while nothing in the database changes. Who asks for one that is being
/// made waits for it instead of making it again.
class AnswerCache {
public:
  explicit AnswerCache(AppPool& apps) : apps_(apps) {}

  /// The body of this key: the kept one, or what `make` returns. `stamp` is what else it depends on. Throws what `make`
  /// throws, and Error(database).
  std::string of(const std::string& key, const std::string& stamp, const std::function<std::string()>& make);

private:
  struct Entry {
    std::string key;
    std::mutex mutex; ///< held while the body is made
    std::string version;
    std::string body;
  };

  std::shared_ptr<Entry> entry_of(const std::string& key);
  std::string version();

  AppPool& apps_;
  std::mutex mutex_;
  std::list<std::shared_ptr<Entry>> entries_; ///< the one that was asked for last is last

  std::mutex watch_mutex_;
  std::optional<AppPool::Lease> watch_; ///< writes nothing itself, or its own changes would be missed
};

} // namespace tracekit::web
