// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <exception>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "providers/file/fingerprint.hpp"
#include "providers/file/listing.hpp"
#include "providers/provider.hpp"

namespace tracekit::file {

/// One pull of a folder: compares the listing with what is known, reads what is new or changed on all cores, and
/// reports what is gone. Each thread holds one file at a time.
class FolderPull {
public:
  FolderPull(std::filesystem::path root, const ProviderContext& context, const PullRequest& request, PullSink& sink);

  PullOutcome run();

private:
  struct Wanted {
    const FoundFile* file = nullptr;     ///< in the listing
    const Fingerprint* before = nullptr; ///< in known_
  };
  using Step = void (FolderPull::*)(const Wanted&);

  void sort_out(const Listing& listing);
  void on_all_cores(const std::vector<Wanted>& files, Step step);
  void work(const std::vector<Wanted>& files, Step step, std::atomic<std::size_t>& next);
  void hash(const Wanted& wanted);
  void read(const Wanted& wanted);
  /// What one file gave.
  struct Read {
    PulledSource source;
    Fingerprint now;
    std::string packed_sha256; ///< of the file as it lies there; empty where it is not packed
  };

  Read source_of(const Wanted& wanted);
  void take_over(const Wanted& wanted, Read& read);
  void replace(PulledSource& source, const Fingerprint& before);
  void report_gone(const std::vector<std::string>& unreadable);
  void warn_of(const Listing& listing);

  std::filesystem::path root_;
  const ProviderContext& context_;
  const PullRequest& request_;
  PullSink& sink_;
  std::map<std::string, Fingerprint> known_;
  /// The SHA-256 of all that is known, and how many records it gave.
  std::unordered_map<std::string, std::size_t> known_contents_;
  std::unordered_set<std::string> present_keys_; ///< of those known
  std::vector<Wanted> fresh_;                    ///< at paths that were not known
  std::vector<Wanted> changed_;                  ///< at known paths
  std::size_t total_ = 0;
  std::atomic<std::size_t> done_{0};

  std::mutex mutex_;                                 ///< guards what follows
  std::unordered_set<std::string> present_contents_; ///< of known or changed files
  std::unordered_set<std::string> present_ids_;      ///< left empty where nothing was known
  std::unordered_set<std::string> read_contents_;    ///< read in this pull
  std::unordered_set<std::string> replaced_ids_;
  std::vector<std::string> without_activity_; ///< keys
  std::exception_ptr failure_;
  PullOutcome outcome_;
};

} // namespace tracekit::file
