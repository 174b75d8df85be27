// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/app.hpp"
#include "app/bounded_queue.hpp"
#include "app/pull.hpp"
#include "store/repositories/blobs.hpp"
#include "store/repositories/streams.hpp"

namespace tracekit::app {

/// What one source gave, packed for the database by the thread that read it.
struct PackedSource {
  struct PackedRecord {
    Record record;
    std::optional<store::EncodedRecording> recording;
    std::optional<RecordKey> replaces;
  };
  std::string key;
  std::string fingerprint;
  std::string failure;
  std::vector<PackedRecord> records;
  std::optional<store::EncodedBlob> original;
  std::string original_sha256;
};

/// One step of a pull on its way to the writer.
struct PullEvent {
  std::size_t provider = 0; ///< index into the report
  std::optional<PackedSource> source;
  std::string gone;               ///< provider id of a record
  std::string forgotten;          ///< key of a source
  bool finished = false;          ///< the last event of its provider
  std::optional<Account> account; ///< whose records these are, where that was not known before
  std::optional<PullOutcome> outcome;
  std::optional<Error> error;
  std::optional<EpochSeconds> resets_at; ///< of a limit that is used up
};

using PullQueue = BoundedQueue<PullEvent>;

/// Packs what a provider finds, on the provider's threads, and hands it to the writer.
class QueueSink final : public PullSink {
public:
  /// `reached` is told the day of each record.
  QueueSink(PullQueue& queue, std::size_t provider, std::function<void(Date)> reached)
      : queue_(queue), provider_(provider), reached_(std::move(reached)) {}
  void take(PulledSource source) override;
  void gone(const std::string& provider_id) override;
  void forget(const std::string& source_key) override;

private:
  void push(PullEvent event, std::size_t weight);
  PullQueue& queue_;
  std::size_t provider_;
  std::function<void(Date)> reached_;
};

PackedSource pack(PulledSource source);

/// Bytes that it takes while it waits for the writer.
std::size_t weight_of(const PackedSource& source);

/// Stores sources in batches of one transaction each. A provider's last source, its cursor and its coverage go
/// together, so that a cursor never runs ahead of the records that it speaks of.
class PullWriter {
public:
  PullWriter(App& app, const PullOptions& options, PullReport& report);

  /// Empties the queue until every provider has finished.
  void run(PullQueue& queue);

private:
  struct Pending {
    std::vector<PullEvent> events;
    std::vector<std::string> gone; ///< ids and keys that count once all was looked at
    std::vector<std::string> forgotten;
  };

  void accept(PullEvent event);
  void flush(std::size_t provider, std::size_t keep);
  void finish(PullEvent event);
  void store(std::size_t provider, const PackedSource& source);
  void touch(const Record& record);
  void mark_gone(std::size_t provider);
  void rename_gear(ProviderPull& report, const std::map<std::string, std::string>& name_by_id);
  void save_coverage(const std::string& provider, const PullEvent& last);

  App& app_;
  const PullOptions& options_;
  PullReport& report_;
  std::vector<Pending> pending_;
  std::vector<Month> touched_;
  std::size_t running_ = 0;
};

} // namespace tracekit::app
