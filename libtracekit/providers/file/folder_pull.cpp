// SPDX-License-Identifier: MIT
#include "providers/file/folder_pull.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <thread>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "formats/archive/archive.hpp"
#include "providers/file/file_records.hpp"

namespace tracekit::file {
namespace {

constexpr std::size_t most_named = 5;

/// `a, b, c and 12 more`.
std::string some_of(const std::vector<std::string>& names) {
  const std::size_t named = std::min(names.size(), most_named);
  std::string out =
      fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(named), ", "));
  return names.size() == named ? out : fmt::format("{} and {} more", out, names.size() - named);
}

/// A stamp that no file has, so that the file is tried again.
constexpr FileStamp never{};

} // namespace

FolderPull::FolderPull(std::filesystem::path root, const ProviderContext& context, const PullRequest& request,
                       PullSink& sink)
    : root_(std::move(root)), context_(context), request_(request), sink_(sink) {
  if (request.known == nullptr) {
    return;
  }
  for (const auto& [key, text] : *request.known) {
    auto fingerprint = Fingerprint::parse(text);
    // Of a fingerprint that cannot be read nothing is known but that there was such a file.
    const auto& added = known_.emplace(key, fingerprint ? std::move(*fingerprint) : Fingerprint{}).first->second;
    if (!added.sha256.empty()) {
      known_contents_[added.sha256] = added.sessions;
    }
  }
}

PullOutcome FolderPull::run() {
  const Listing listing = list_files(root_);
  warn_of(listing);
  outcome_.sources_seen = listing.files.size();
  sort_out(listing);
  total_ = fresh_.size() + changed_.size();
  outcome_.sources_read = total_;
  on_all_cores(fresh_, &FolderPull::read);
  // Whether a changed file's old content has gone or only moved is known when all contents are.
  on_all_cores(changed_, &FolderPull::hash);
  on_all_cores(changed_, &FolderPull::read);
  report_gone(listing.unreadable);
  if (!without_activity_.empty()) {
    std::sort(without_activity_.begin(), without_activity_.end());
    outcome_.warnings.push_back(
        fmt::format("no activity (courses, settings, monitoring ...) in {}", some_of(without_activity_)));
  }
  std::sort(outcome_.warnings.begin(), outcome_.warnings.end()); // threads finish in any order
  return std::move(outcome_);
}

void FolderPull::warn_of(const Listing& listing) {
  for (const std::string& folder : listing.unreadable) {
    outcome_.warnings.push_back(fmt::format("cannot list the folder {}", (root_ / folder).string()));
  }
  if (!listing.skipped.empty()) {
    outcome_.warnings.push_back("not followed: " + some_of(listing.skipped));
  }
}

void FolderPull::sort_out(const Listing& listing) {
  for (const FoundFile& file : listing.files) {
    const auto known = known_.find(file.key);
    if (known == known_.end()) {
      fresh_.push_back({&file, nullptr});
      continue;
    }
    present_keys_.insert(file.key);
    const Fingerprint& before = known->second;
    const bool has_former_id =
        before.may_be_packed && !before.sha256.empty() && ends_with_ignoring_case(file.key, ".gz");
    if (before.stamp != file.stamp || has_former_id) {
      changed_.push_back({&file, &before});
      continue;
    }
    if (!before.sha256.empty()) {
      present_contents_.insert(before.sha256);
    }
    if (request_.force) {
      fresh_.push_back({&file, &before});
      continue;
    }
    for (std::size_t session = 0; session < before.sessions; ++session) {
      present_ids_.insert(before.record_id(session));
    }
  }
}

void FolderPull::on_all_cores(const std::vector<Wanted>& files, Step step) {
  std::atomic<std::size_t> next{0};
  {
    std::vector<std::jthread> threads;
    const std::size_t count = std::min<std::size_t>(std::max(1U, std::thread::hardware_concurrency()), files.size());
    for (std::size_t i = 1; i < count; ++i) {
      threads.emplace_back([&] { work(files, step, next); });
    }
    work(files, step, next);
  }
  if (failure_) {
    std::rethrow_exception(failure_);
  }
}

void FolderPull::work(const std::vector<Wanted>& files, Step step, std::atomic<std::size_t>& next) {
  try {
    for (std::size_t index = next.fetch_add(1); index < files.size(); index = next.fetch_add(1)) {
      context_.cancellation.check();
      (this->*step)(files[index]);
    }
  } catch (...) {
    next.store(files.size()); // the other threads finish their file and stop
    const std::lock_guard lock(mutex_);
    failure_ = failure_ ? failure_ : std::current_exception();
  }
}

void FolderPull::hash(const Wanted& wanted) {
  try {
    Bytes bytes = read_file(wanted.file->below(root_));
    const bool is_packed = archive::container_of(bytes) != archive::Container::none;
    std::string packed_sha256 = is_packed ? sha256_hex(bytes) : ""; // by which it was known formerly
    std::string sha256 = sha256_hex(unpack_file(std::move(bytes), wanted.file->key).bytes);
    const std::lock_guard lock(mutex_);
    present_contents_.insert(std::move(sha256));
    if (is_packed) {
      present_contents_.insert(std::move(packed_sha256));
    }
  } catch (const Error&) { // reading it says so
  }
}

void FolderPull::read(const Wanted& wanted) {
  Read read = source_of(wanted);
  {
    const std::lock_guard lock(mutex_);
    if (!known_.empty()) { // else there is nothing that could have gone
      for (std::size_t session = 0; session < read.now.sessions; ++session) {
        present_ids_.insert(read.now.record_id(session));
      }
    }
    if (read.source.failure.empty()) {
      if (read.now.sessions == 0) {
        without_activity_.push_back(wanted.file->key);
      }
      take_over(wanted, read);
    }
  }
  read.source.fingerprint = read.now.text();
  sink_.take(std::move(read.source));
  context_.progress.advance("files", done_.fetch_add(1) + 1, total_);
}

/// Decides under the lock what is told once only: the streams of a content that lies at several paths, and which
/// record continues the one whose file was overwritten or had its id from the packed bytes.
void FolderPull::take_over(const Wanted& wanted, Read& read) {
  const auto former = known_contents_.find(read.packed_sha256);
  if (former != known_contents_.end()) {
    replace(read.source, {{}, former->first, former->second});
  }
  if (!read_contents_.insert(read.now.sha256).second) {
    read.source.original.reset();
    for (PulledRecord& record : read.source.records) {
      record.recording.reset();
    }
    return;
  }
  if (former != known_contents_.end() || wanted.before == nullptr || wanted.before->sha256.empty() ||
      known_contents_.contains(read.now.sha256) || present_contents_.contains(wanted.before->sha256) ||
      read_contents_.contains(wanted.before->sha256)) {
    return;
  }
  replace(read.source, *wanted.before);
}

/// Its records continue those of `before`.
void FolderPull::replace(PulledSource& source, const Fingerprint& before) {
  for (std::size_t session = 0; session < std::min(before.sessions, source.records.size()); ++session) {
    const std::string old_id = before.record_id(session);
    if (replaced_ids_.insert(old_id).second) {
      source.records[session].replaces = RecordKey{"file", old_id};
    }
  }
}

FolderPull::Read FolderPull::source_of(const Wanted& wanted) {
  Read read;
  PulledSource& source = read.source;
  source.key = wanted.file->key;
  read.now.stamp = wanted.file->stamp;
  bool opened = false;
  try {
    Bytes bytes = read_file(wanted.file->below(root_));
    opened = true;
    if (archive::container_of(bytes) != archive::Container::none) {
      read.packed_sha256 = sha256_hex(bytes);
    }
    UnpackedFile content = unpack_file(std::move(bytes), source.key);
    read.now.sha256 = sha256_hex(content.bytes);
    FileRecords file = read_file_records(content, source.key, read.now.sha256, context_.clock.now());
    source.records = std::move(file.records);
    read.now.sessions = source.records.size();
    if (read.now.sessions > 0) {
      source.original_sha256 = read.now.sha256;
      source.original = std::move(content.bytes);
    }
    if (!file.notices.empty()) {
      const std::lock_guard lock(mutex_);
      for (const std::string& notice : file.notices) {
        outcome_.warnings.push_back(fmt::format("{}: {}", source.key, notice));
      }
    }
  } catch (const std::exception& error) {
    source.failure = error.what();
    read.now = wanted.before == nullptr ? Fingerprint{} : *wanted.before;
    // What cannot even be opened may become readable without changing.
    read.now.stamp = opened ? wanted.file->stamp : never;
  }
  return read;
}

void FolderPull::report_gone(const std::vector<std::string>& unreadable) {
  std::set<std::string> gone;
  for (const auto& [key, before] : known_) {
    const bool hidden = std::any_of(unreadable.begin(), unreadable.end(),
                                    [&](const std::string& folder) { return key.starts_with(folder); });
    if (hidden) {
      continue; // what cannot be seen has not gone
    }
    if (!present_keys_.contains(key)) {
      sink_.forget(key);
    }
    for (std::size_t session = 0; session < before.sessions; ++session) {
      const std::string id = before.record_id(session);
      if (!present_ids_.contains(id) && !replaced_ids_.contains(id)) {
        gone.insert(id);
      }
    }
  }
  for (const std::string& id : gone) {
    sink_.gone(id);
  }
}

} // namespace tracekit::file
