// SPDX-License-Identifier: MIT
#include "app/import/import_reader.hpp"

#include <algorithm>
#include <iterator>

#include "app/import/file_kind.hpp"
#include "app/merged_record.hpp"
#include "base/error.hpp"
#include "base/hash.hpp"
#include "providers/file/file_records.hpp"

namespace tracekit::app {
namespace {

bool may_hold_activities(ByteView content) {
  return kind_of_beginning(content.first(std::min(content.size(), beginning_bytes))) != FileKind::other;
}

} // namespace

ImportReader::ImportReader(ReadQueue& read, ImportTally& tally, file::ContentStore& files,
                           std::vector<std::string> known, const TimeZone& home, EpochSeconds now)
    : read_(read), tally_(tally), files_(files), home_(home), now_(now),
      known_(std::make_move_iterator(known.begin()), std::make_move_iterator(known.end())) {}

bool ImportReader::is_new(const std::string& sha256) {
  if (known_.contains(sha256)) {
    tally_.already_there();
    return false;
  }
  const std::lock_guard lock(mutex_);
  if (!seen_.insert(sha256).second) {
    tally_.duplicate();
    return false;
  }
  return true;
}

void ImportReader::run(FoundQueue& found) {
  while (auto item = found.pop()) {
    std::string name = item->name;
    std::optional<NewFile> file;
    try {
      file = look_at(std::move(*item));
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::input) {
        throw;
      }
      tally_.unreadable({std::move(name), error.what()});
    }
    if (file) {
      keep(std::move(*file));
    }
    tally_.looked_at();
  }
}

std::optional<ImportReader::NewFile> ImportReader::look_at(FoundImport found) {
  const std::string packed_sha256 = sha256_hex(found.content);
  if (known_.contains(packed_sha256)) { // also what has its id from its packed bytes until the next pull
    tally_.already_there();
    return std::nullopt;
  }
  NewFile file;
  file.content = unpack_file(std::move(found.content), "it");
  file.sha256 = sha256_hex(file.content.bytes);
  if (!is_new(file.sha256)) {
    return std::nullopt;
  }
  try {
    file.read = file::read_file_records(file.content, "it", file.sha256, now_);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::input || found.is_named || may_hold_activities(file.content.bytes)) {
      throw;
    }
    tally_.nothing_of_the_kind({found.name, error.what()});
    return std::nullopt;
  }
  for (const std::string& notice : file.read.notices) {
    tally_.damaged({found.name, notice});
  }
  if (file.read.records.empty()) {
    tally_.no_activity(file.read.file_type);
    return std::nullopt;
  }
  return file;
}

void ImportReader::keep(NewFile file) {
  const Record& first = file.read.records.front().record;
  const std::string name = source_file_name(first, home_);
  const auto stored = files_.store(name.substr(0, 4), name, file.sha256, file.content.bytes);
  PulledSource source;
  source.key = stored.key;
  source.fingerprint = file::Fingerprint{stored.stamp, file.sha256, file.read.records.size()}.text();
  source.records = std::move(file.read.records);
  source.original = std::move(file.content.bytes);
  source.original_sha256 = file.sha256;
  ReadImport read;
  read.file = pack(std::move(source));
  read.format = file.read.format;
  const std::size_t weight = weight_of(*read.file);
  if (!read_.push(std::move(read), weight)) {
    throw Error(ErrorKind::interrupted, "nothing more can be stored");
  }
}

} // namespace tracekit::app
