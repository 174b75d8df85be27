// SPDX-License-Identifier: MIT
#include "app/pull_writer.hpp"

#include <algorithm>

#include "app/accounts.hpp"
#include "app/archived_fields.hpp"
#include "store/lap_codec.hpp"
#include "store/stream_codec.hpp"

namespace tracekit::app {
namespace {

/// Sources in one transaction: large enough to make its cost small, small enough that a kill loses little work.
constexpr std::size_t batch_sources = 64;

std::optional<std::int64_t> local_day(const Record& record, const TimeZone& home) {
  const auto date = local_date(record, home);
  return date ? std::optional(days_of(*date)) : std::nullopt;
}

} // namespace

std::size_t weight_of(const PackedSource& source) {
  std::size_t weight = 512 + (source.original ? source.original->data.size() : 0);
  for (const PackedSource::PackedRecord& record : source.records) {
    weight += sizeof(Record);
    if (record.recording) {
      for (const store::EncodedColumn& column : record.recording->columns) {
        weight += column.data.size();
      }
    }
  }
  return weight;
}

PackedSource pack(PulledSource source) {
  PackedSource packed{std::move(source.key),
                      std::move(source.fingerprint),
                      std::move(source.failure),
                      {},
                      {},
                      std::move(source.original_sha256)};
  if (source.original) {
    packed.original = store::encode_blob(*source.original);
  }
  for (PulledRecord& pulled : source.records) {
    PackedSource::PackedRecord record{std::move(pulled.record), {}, std::move(pulled.replaces)};
    if (pulled.recording) {
      record.recording = store::EncodedRecording{store::encode_streams(pulled.recording->streams),
                                                 store::encode_laps(*pulled.recording)};
    }
    packed.records.push_back(std::move(record));
  }
  return packed;
}

void QueueSink::take(PulledSource source) {
  for (const PulledRecord& pulled : source.records) {
    if (const auto wall = pulled.record.start_local ? pulled.record.start_local : pulled.record.start) {
      reached_(date_of_wall(*wall));
    }
  }
  PullEvent event;
  event.source = pack(std::move(source));
  const std::size_t weight = weight_of(*event.source);
  push(std::move(event), weight);
}

void QueueSink::gone(const std::string& provider_id) {
  PullEvent event;
  event.gone = provider_id;
  push(std::move(event), sizeof(PullEvent));
}

void QueueSink::forget(const std::string& source_key) {
  PullEvent event;
  event.forgotten = source_key;
  push(std::move(event), sizeof(PullEvent));
}

void QueueSink::push(PullEvent event, std::size_t weight) {
  event.provider = provider_;
  if (!queue_.push(std::move(event), weight)) {
    throw Error(ErrorKind::interrupted, "nothing more can be stored");
  }
}

PullWriter::PullWriter(App& app, const PullOptions& options, PullReport& report)
    : app_(app), options_(options), report_(report), pending_(report.providers.size()) {
  running_ = static_cast<std::size_t>(std::count_if(report.providers.begin(), report.providers.end(),
                                                    [](const ProviderPull& p) { return p.is_asked(); }));
}

void PullWriter::run(PullQueue& queue) {
  while (running_ > 0) {
    auto event = queue.pop();
    if (!event) {
      return;
    }
    accept(std::move(*event));
  }
}

void PullWriter::accept(PullEvent event) {
  const std::size_t provider = event.provider;
  if (event.finished) {
    finish(std::move(event));
    --running_;
    return;
  }
  if (!event.gone.empty()) {
    pending_[provider].gone.push_back(event.gone);
    return;
  }
  if (!event.forgotten.empty()) {
    pending_[provider].forgotten.push_back(event.forgotten);
    return;
  }
  pending_[provider].events.push_back(std::move(event));
  if (pending_[provider].events.size() > batch_sources) {
    auto transaction = app_.mine().changing_workouts();
    flush(provider, 1);
    transaction.commit();
  }
}

/// Stores all but the newest `keep` events, inside the caller's transaction.
void PullWriter::flush(std::size_t provider, std::size_t keep) {
  std::vector<PullEvent>& events = pending_[provider].events;
  const std::size_t count = events.size() - std::min(keep, events.size());
  for (std::size_t i = 0; i < count; ++i) {
    store(provider, *events[i].source);
  }
  events.erase(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(count));
  app_.mine().month_summaries.mark_dirty(touched_);
  touched_.clear();
}

void PullWriter::store(std::size_t provider, const PackedSource& source) {
  UserStore& mine = app_.mine();
  ProviderPull& report = report_.providers[provider];
  if (source.original) {
    mine.blobs.put(source.original_sha256, *source.original, store::BlobKind::original, app_.now());
  }
  std::vector<std::string> ids;
  for (const PackedSource::PackedRecord& packed : source.records) {
    const RecordKey& known_as = packed.replaces ? *packed.replaces : packed.record.key;
    const auto before = mine.records.find(known_as);
    if (before) {
      touch(*before);
    }
    const bool goes_on = packed.replaces && before; // another path may have given up the former identity already
    touch(packed.record);
    const store::StoredRecord stored{before ? with_archived_fields(packed.record, *before) : packed.record,
                                     local_day(packed.record, app_.home())};
    const store::UpsertCounts counts = mine.records.upsert({&stored, 1});
    report.added += goes_on ? 0 : counts.added;
    report.updated += counts.updated + (goes_on ? counts.added : 0);
    report.unchanged += counts.unchanged;
    if (goes_on && *packed.replaces != packed.record.key) {
      mine.records.replace_identity(*packed.replaces, packed.record.key, app_.now());
    }
    if (packed.recording) {
      mine.streams.save(packed.record.key, *packed.recording);
    }
    ids.push_back(packed.record.key.id);
  }
  if (!source.key.empty()) {
    mine.sources.save({report.provider, source.key, source.fingerprint, source.failure, app_.now(), std::move(ids)});
  }
  if (!source.failure.empty()) {
    report.failures.push_back({source.key, source.failure});
  }
}

/// Remembers the month that a record lies in, so that it is matched and counted again.
void PullWriter::touch(const Record& record) {
  if (const auto date = local_date(record, app_.home())) {
    const Month month = Month::of(*date);
    if (std::find(touched_.begin(), touched_.end(), month) == touched_.end()) {
      touched_.push_back(month);
    }
  }
}

void PullWriter::mark_gone(std::size_t provider) {
  UserStore& mine = app_.mine();
  std::vector<RecordKey> keys;
  for (const std::string& id : pending_[provider].gone) {
    const RecordKey key{report_.providers[provider].provider, id};
    if (const auto record = mine.records.find(key)) {
      touch(*record);
      keys.push_back(key);
    }
  }
  if (registered_provider(report_.providers[provider].provider).info.erase_when_gone) {
    mine.records.erase(keys);
    report_.providers[provider].deleted += keys.size();
  } else {
    report_.providers[provider].deleted += mine.records.mark_deleted(keys, app_.now());
  }
  for (const std::string& key : pending_[provider].forgotten) {
    mine.sources.erase(report_.providers[provider].provider, key);
  }
  mine.month_summaries.mark_dirty(touched_);
  touched_.clear();
}

/// Equipment has its name once at the provider and here on every record, also on those that no pull reads again.
void PullWriter::rename_gear(ProviderPull& report, const std::map<std::string, std::string>& name_by_id) {
  UserStore& mine = app_.mine();
  for (Record& record : mine.records.with_other_gear_names(report.provider, name_by_id)) {
    record.equipment = name_by_id.at(record.gear_id);
    record.fetched_at = app_.now();
    touch(record);
    const store::StoredRecord stored{record, local_day(record, app_.home())};
    report.updated += mine.records.upsert({&stored, 1}).updated;
  }
  mine.month_summaries.mark_dirty(touched_);
  touched_.clear();
}

/// The last source, the deletions, the cursor, the coverage and the status of a provider, all or nothing.
void PullWriter::finish(PullEvent last) {
  UserStore& mine = app_.mine();
  ProviderPull& report = report_.providers[last.provider];
  auto transaction = app_.mine().changing_workouts();
  flush(last.provider, 0);
  if (last.outcome) {
    mark_gone(last.provider);
    rename_gear(report, last.outcome->gear_names);
    mine.provider_states.save_cursor(report.provider, last.outcome->cursor);
    report.sources_seen = last.outcome->sources_seen;
    report.sources_read = last.outcome->sources_read;
    report.warnings = last.outcome->warnings;
  } else {
    report.failed = last.error->kind();
    report.message = last.error->what();
    report.hint = last.error->hint();
    report.resets_at = last.resets_at;
  }
  if (last.account) {
    remember_account(app_, report.provider, *last.account);
  }
  save_coverage(report.provider, last);
  mine.provider_states.save({report.provider, "pull", !report.failed, report.message, app_.now(), report.resets_at});
  app_.calls().keep(app_.store());
  transaction.commit();
}

/// A month is complete when all of its days were asked for. What was complete before stays so when a part of it is
/// asked for again.
void PullWriter::save_coverage(const std::string& provider, const PullEvent& last) {
  UserStore& mine = app_.mine();
  const bool by_date = registered_provider(provider).info.has_months;
  const std::optional<Date> first = by_date ? options_.from : std::nullopt;
  const std::optional<Date> end = by_date ? options_.to : std::nullopt;
  Month from = app_.current_month();
  Month to = from;
  if (const auto days = mine.records.day_range()) {
    from = std::min(from, Month::of(date_of_days(days->first)));
    to = std::max(to, Month::of(date_of_days(days->second)));
  }
  from = first ? Month::of(*first) : options_.from ? std::min(from, Month::of(*options_.from)) : from;
  to = end ? Month::of(*end) : to;
  std::vector<store::MonthCoverage> months;
  for (Month month = from; month <= to; month = month.plus(1)) {
    const bool whole = (!first || days_of(*first) <= days_of(month.first_day())) &&
                       (!end || days_of(*end) >= days_of(month.last_day()));
    if (!whole && last.outcome) {
      const auto before = mine.coverage.find(provider, month);
      if (before && before->status == store::CoverageStatus::complete) {
        continue;
      }
    }
    const auto status = !last.outcome ? store::CoverageStatus::failed
                        : whole       ? store::CoverageStatus::complete
                                      : store::CoverageStatus::partial;
    months.push_back({provider, month, status, last.error ? last.error->what() : "", app_.now(), 0});
  }
  mine.coverage.save(months);
}

} // namespace tracekit::app
