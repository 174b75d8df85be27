// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "providers/provider.hpp"

namespace tracekit::test {

/// Keeps what a pull finds, in memory.
class RecordingSink final : public PullSink {
public:
  void take(PulledSource source) override {
    const std::lock_guard lock(mutex_);
    sources.push_back(std::move(source));
  }
  void gone(const std::string& provider_id) override {
    const std::lock_guard lock(mutex_);
    gone_ids.push_back(provider_id);
  }
  void forget(const std::string& source_key) override {
    const std::lock_guard lock(mutex_);
    forgotten.push_back(source_key);
  }

  [[nodiscard]] std::vector<PulledRecord> records() const {
    std::vector<PulledRecord> all;
    for (const PulledSource& source : sources) {
      all.insert(all.end(), source.records.begin(), source.records.end());
    }
    return all;
  }
  [[nodiscard]] const PulledSource* source(const std::string& key) const {
    const auto found = std::find_if(sources.begin(), sources.end(), [&](const auto& s) { return s.key == key; });
    return found == sources.end() ? nullptr : &*found;
  }

  std::vector<PulledSource> sources;
  std::vector<std::string> gone_ids;
  std::vector<std::string> forgotten;

private:
  std::mutex mutex_;
};

/// What a database would hold after one or more pulls.
class PulledState {
public:
  /// One pull from the state as it is, stored as the app stores it.
  PullOutcome pull(Provider& provider, bool force = false) {
    last = {};
    PullRequest request;
    request.cursor = cursor;
    request.known = &known;
    request.force = force;
    RecordingSink sink;
    PullOutcome outcome = provider.pull(request, sink);
    for (const PulledSource& source : sink.sources) {
      store(source);
    }
    for (const std::string& id : sink.gone_ids) {
      records.erase(id);
    }
    for (const std::string& key : sink.forgotten) {
      known.erase(key);
    }
    cursor = outcome.cursor;
    last.sources = std::move(sink.sources);
    last.gone = std::move(sink.gone_ids);
    last.forgotten = std::move(sink.forgotten);
    return outcome;
  }

  [[nodiscard]] std::vector<std::string> failures() const {
    std::vector<std::string> out;
    for (const PulledSource& source : last.sources) {
      if (!source.failure.empty()) {
        out.push_back(source.failure);
      }
    }
    return out;
  }

  struct Last {
    std::vector<PulledSource> sources;
    std::vector<std::string> gone;
    std::vector<std::string> forgotten;
    std::vector<std::string> unknown_replaced; ///< `replaces` that names a record that nobody holds
  };

  KnownSources known;
  std::string cursor;
  std::map<std::string, Record> records; ///< by provider id
  Last last;

private:
  void store(const PulledSource& source) {
    for (const PulledRecord& pulled : source.records) {
      if (pulled.replaces && records.erase(pulled.replaces->id) == 0) {
        last.unknown_replaced.push_back(pulled.replaces->id);
      }
      records[pulled.record.key.id] = pulled.record;
    }
    if (!source.key.empty()) {
      known[source.key] = source.fingerprint;
    }
  }
};

/// A provider's surroundings with a fixed clock. Outlives the providers that are made from it.
struct ProviderWorld {
  FixedClock clock{1'760'000'000};
  NoProgress progress;
  Cancellation cancellation;
  std::string saved_cursor; ///< as the last write left it

  ProviderContext context(std::map<std::string, std::string> settings, const std::filesystem::path& data_dir,
                          const std::string& cursor = {}, Units units = Units::metric,
                          std::string_view home = "Europe/Berlin") {
    return {std::move(settings),
            data_dir,
            1,
            TimeZone(home),
            units,
            clock,
            progress,
            cancellation,
            cursor,
            [this](const std::string& text) { saved_cursor = text; }};
  }
};

} // namespace tracekit::test
