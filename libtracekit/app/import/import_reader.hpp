// SPDX-License-Identifier: MIT
#pragma once

#include <mutex>
#include <string>
#include <unordered_set>

#include "app/import/import_queue.hpp"
#include "app/import/import_tally.hpp"
#include "base/timezone.hpp"
#include "providers/file/content_store.hpp"
#include "providers/file/file_records.hpp"

namespace tracekit::app {

/// Reads the files of an import, on any number of threads: unpacks, compares the content with what is known, parses,
/// puts the file into its folder and packs what it holds for the database.
class ImportReader {
public:
  /// `known` are the ids of the records that the file provider has.
  ImportReader(ReadQueue& read, ImportTally& tally, file::ContentStore& files, std::vector<std::string> known,
               const TimeZone& home, EpochSeconds now);

  /// Works until the queue is closed and empty.
  void run(FoundQueue& found);

private:
  /// A file with activities that were not there.
  struct NewFile {
    UnpackedFile content;
    std::string sha256;
    file::FileRecords read;
  };

  /// Nothing when there is nothing new in it. Throws Error(input) when it cannot be read.
  std::optional<NewFile> look_at(FoundImport found);
  /// Throws Error(input) when there is no place for it, which is no fault of the file: others would fare no better.
  void keep(NewFile file);
  /// Whether this content is looked at for the first time.
  bool is_new(const std::string& sha256);

  ReadQueue& read_;
  ImportTally& tally_;
  file::ContentStore& files_;
  const TimeZone& home_;
  EpochSeconds now_;
  std::unordered_set<std::string> known_;
  std::mutex mutex_;
  std::unordered_set<std::string> seen_; ///< in this import
};

} // namespace tracekit::app
