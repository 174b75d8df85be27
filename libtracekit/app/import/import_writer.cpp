// SPDX-License-Identifier: MIT
#include "app/import/import_writer.hpp"

#include <algorithm>

#include "app/archived_fields.hpp"

namespace tracekit::app {
namespace {

/// Large enough to make the cost of a transaction small, small enough that a kill loses little work.
constexpr std::size_t batch_items = 128;

store::StoredRecord with_day(const Record& record, const TimeZone& home) {
  const auto date = local_date(record, home);
  return {record, date ? std::optional(days_of(*date)) : std::nullopt};
}

} // namespace

void ImportWriter::run(ReadQueue& queue) {
  std::vector<ReadImport> batch;
  while (auto item = queue.pop()) {
    batch.push_back(std::move(*item));
    if (batch.size() >= batch_items) {
      store(std::exchange(batch, {}));
    }
  }
  store(std::move(batch));
}

void ImportWriter::store(std::vector<ReadImport> batch) {
  if (batch.empty()) {
    return;
  }
  if (std::any_of(batch.begin(), batch.end(), [](const ReadImport& read) { return read.file.has_value(); })) {
    files_.flush();
  }
  auto transaction = app_.mine().changing_workouts();
  for (const ReadImport& read : batch) {
    if (read.file) {
      store_file(read);
    } else {
      store_table_record(*read.table_record);
    }
  }
  const std::vector<Month> months(touched_.begin(), touched_.end());
  app_.mine().month_summaries.mark_dirty(months);
  transaction.commit();
  touched_.clear();
}

void ImportWriter::store_file(const ReadImport& read) {
  UserStore& mine = app_.mine();
  const PackedSource& source = *read.file;
  mine.blobs.put(source.original_sha256, *source.original, store::BlobKind::original, app_.now());
  std::vector<std::string> ids;
  for (const PackedSource::PackedRecord& packed : source.records) {
    const Record& record = packed.record;
    const store::StoredRecord stored = with_day(record, app_.home());
    mine.records.upsert({&stored, 1});
    if (packed.recording) {
      mine.streams.save(record.key, *packed.recording);
    }
    touch(record);
    ids.push_back(record.key.id);
  }
  report_.activities += ids.size();
  ++report_.imported;
  ++report_.by_format[read.format];
  mine.sources.save({"file", source.key, source.fingerprint, "", app_.now(), std::move(ids)});
}

/// What the provider itself said counts for more than its archive, which fills what it left open.
void ImportWriter::store_table_record(const Record& archived) {
  UserStore& mine = app_.mine();
  ImportedTable& table = report_.tables[archived.key.provider];
  const auto known = mine.records.find(archived.key);
  const bool is_known_better = known && known->origin == Origin::api;
  const Record record = is_known_better ? filled_from_archive(*known, archived) : archived;
  if (is_known_better && record == *known) {
    ++table.kept;
    return;
  }
  const store::StoredRecord stored = with_day(record, app_.home());
  const store::UpsertCounts counts = mine.records.upsert({&stored, 1});
  table.added += counts.added;
  table.updated += counts.updated;
  table.unchanged += counts.unchanged;
  if (counts.unchanged == 0) {
    touch(record);
    if (known) {
      touch(*known); // it may have moved to another day
    }
  }
}

void ImportWriter::touch(const Record& record) {
  if (const auto date = local_date(record, app_.home())) {
    touched_.insert(Month::of(*date));
  }
}

} // namespace tracekit::app
