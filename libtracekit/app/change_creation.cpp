// SPDX-License-Identifier: MIT
// Changes that make something: a row, a file in the folder, an activity from an uploaded file.
#include <fmt/format.h>

#include <algorithm>

#include "app/changes.hpp"
#include "app/merged_record.hpp"
#include "app/originals.hpp"
#include "app/pull_writer.hpp"
#include "formats/archive/archive.hpp"
#include "model/record_json.hpp"
#include "sync/change_id.hpp"

namespace tracekit::app {

AppliedChange ChangeApplier::add_record(const sync::Change& change) {
  Provider& provider = connected(change.provider);
  if (provider.adder() == nullptr) {
    return refused(change, fmt::format("{} takes no new activities", provider_title(change.provider)));
  }
  const Record merged = merged_record(app_, change.activity);
  return create(change,
                [&](std::int64_t) { return keeping(provider.adder()->add(merged, sync::change_id(change)), change); });
}

AppliedChange ChangeApplier::upload(const sync::Change& change) {
  const auto source = app_.mine().records.find(change.source);
  if (!source) {
    return refused(change, "the record that it was to come from is no longer there");
  }
  const Bytes content = file_of(*source);
  FileUpload file{source_file_name(*source, app_.home()), content, merged_record(app_, change.activity)};
  if (source->parent_id.empty() && source->part == 0) { // else a file of several legs begins with the first of them
    file.workout.start = source->start;
    file.workout.start_local = source->start_local;
  }
  return hand_over(change, file);
}

AppliedChange ChangeApplier::hand_over(const sync::Change& change, const FileUpload& file) {
  Provider& provider = connected(change.provider);
  if (FileUploader* const uploader = provider.file_uploader()) {
    if (is_still_read(change)) {
      return refused(
          change, fmt::format("{} is still reading this file; run this again later", provider_title(change.provider)));
    }
    return create(change, [&](std::int64_t entry) {
      FileUpload noted = file;
      noted.taken = [this, entry](const std::string& task) { app_.mine().journal.note_task(entry, task); };
      return keeping(uploader->upload(noted), change);
    });
  }
  if (FileStorer* const storer = provider.file_storer()) {
    return store_file(change, *storer, file.file_name, file.content);
  }
  return refused(change, fmt::format("{} takes no files", provider_title(change.provider)));
}

/// A provider that knows no copies would make a second one.
bool ChangeApplier::is_still_read(const sync::Change& change) {
  const auto open = app_.mine().journal.open();
  return std::any_of(open.begin(), open.end(), [&](const store::JournalEntry& entry) {
    return !entry.task().empty() && entry.intent.provider == change.provider && entry.intent.source == change.source;
  });
}

AppliedChange ChangeApplier::store_file(const sync::Change& change, FileStorer& storer, const std::string& name,
                                        ByteView content) {
  return create(change, [&](std::int64_t) {
    const auto stored = storer.store(name, content);
    return Bookkeeping([this, stored] { return keep_stored(stored); });
  });
}

AppliedChange ChangeApplier::download(const sync::Change& change) {
  Provider& target = connected(change.provider);
  const auto source = app_.mine().records.find(change.source);
  if (target.file_storer() == nullptr || !source) {
    return refused(change, "there is no source file to store");
  }
  return store_file(change, *target.file_storer(), source_file_name(*source, app_.home()), file_of(*source));
}

/// The journal around a write that makes something: the intent before; what came of it together with its bookkeeping,
/// which `make` returns and which tells what the journal shows.
AppliedChange ChangeApplier::create(const sync::Change& change,
                                    const std::function<Bookkeeping(std::int64_t entry)>& make) {
  const std::int64_t entry = begin(change);
  try {
    const Bookkeeping bookkeeping = make(entry);
    auto transaction = app_.mine().changing_workouts();
    const std::optional<Record> made = bookkeeping();
    app_.mine().journal.finish(entry, store::Outcome::done, "", "", made ? portable_line(*made) : "", app_.now());
    transaction.commit();
    return {change, true, {}, made ? made->key : RecordKey{}};
  } catch (const StillReading& error) { // the intent stays open, with the task beside it
    return refused(change, fmt::format("{}; {}", error.what(), error.hint()));
  } catch (const Error& error) {
    if (!ends_the_run(error)) {
      app_.mine().journal.finish(entry, store::Outcome::failed, error.what(), "", "", app_.now());
    }
    throw;
  }
}

ChangeApplier::Bookkeeping ChangeApplier::keeping(const Record& made, const sync::Change& change) {
  return [this, made, source = change.source] {
    keep_made(made, source);
    return std::optional(made);
  };
}

void ChangeApplier::keep_made(const Record& made, const RecordKey& source) {
  keep(made);
  if (app_.mine().records.find(source)) { // a file from elsewhere has no record here
    app_.mine().verdicts.say(made.key, source, store::VerdictKind::same, app_.now());
  }
}

std::optional<Record> ChangeApplier::keep_stored(std::vector<PulledRecord> stored) {
  const auto first = stored.empty() ? std::nullopt : std::optional(stored.front().record);
  for (PulledRecord& record : stored) {
    PulledSource one;
    one.records.push_back(std::move(record));
    const PackedSource packed = pack(std::move(one));
    keep(packed.records.front().record);
    if (packed.records.front().recording) {
      app_.mine().streams.save(packed.records.front().record.key, *packed.records.front().recording);
    }
  }
  return first;
}

/// A limit is one of the provider that gives the file, not of the one that gets it.
Bytes ChangeApplier::download_from(Provider& provider, const RecordKey& key) {
  if (const std::string why = limit_of(key.provider); !why.empty()) {
    throw Error(ErrorKind::rate_limit, why);
  }
  try {
    return provider.file_source()->download(key.id);
  } catch (const RateLimited& error) {
    throw Error(ErrorKind::rate_limit, meet_limit(key.provider, error));
  }
}

/// An original that came with an archive, a folder or a portable record needs no call. It is unpacked.
Bytes ChangeApplier::file_of(const Record& source) {
  auto content = has_kept_file(app_, source) ? app_.mine().blobs.find(source.payload_sha256) : std::nullopt;
  if (!content) {
    Provider& provider = connected(source.key.provider);
    if (provider.file_source() == nullptr) {
      throw Error(ErrorKind::provider, fmt::format("{} gives no source files", provider_title(source.key.provider)));
    }
    content = download_from(provider, source.key);
  }
  return archive::innermost(std::move(*content));
}

} // namespace tracekit::app
