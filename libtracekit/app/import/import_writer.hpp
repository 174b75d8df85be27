// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <vector>

#include "app/app.hpp"
#include "app/import/import.hpp"
#include "app/import/import_queue.hpp"
#include "providers/file/content_store.hpp"

namespace tracekit::app {

/// Stores what an import read, in batches of one transaction each. The files of a batch are on disk before it is
/// committed.
class ImportWriter {
public:
  ImportWriter(App& app, const file::ContentStore& files, ImportReport& report)
      : app_(app), files_(files), report_(report) {}

  /// Works until the queue is closed and empty.
  void run(ReadQueue& queue);

private:
  void store(std::vector<ReadImport> batch);
  void store_file(const ReadImport& read);
  void store_table_record(const Record& archived);
  void touch(const Record& record);

  App& app_;
  const file::ContentStore& files_;
  ImportReport& report_;
  std::set<Month> touched_;
};

} // namespace tracekit::app
