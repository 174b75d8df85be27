// SPDX-License-Identifier: MIT
#include "app/activity_export.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/merged_record.hpp"
#include "app/originals.hpp"
#include "formats/archive/archive.hpp"
#include "model/record_json.hpp"
#include "providers/file/file_records.hpp"
#include "store/lap_codec.hpp"
#include "store/stream_codec.hpp"

namespace tracekit::app {
namespace {

/// Records that are not deleted, the best witness of what was recorded first.
std::vector<Record> witnesses(App& app, ActivityId id) {
  if (!app.mine().activities.find(id)) {
    throw Error(ErrorKind::not_found, fmt::format("there is no activity {}", id), "`tracekit activities` lists them");
  }
  std::vector<Record> records;
  for (store::LinkedRecord& linked : app.mine().records.of_activity(id)) {
    if (!linked.record.deleted_at) {
      records.push_back(std::move(linked.record));
    }
  }
  if (records.empty()) {
    throw Error(ErrorKind::not_found, fmt::format("activity {} has no records left", id));
  }
  const auto rank = [](const Record& record) {
    return record.origin == Origin::file ? 0 : record.manual ? 3 : record.date_only ? 2 : 1;
  };
  std::stable_sort(records.begin(), records.end(), [&](const Record& a, const Record& b) { return rank(a) < rank(b); });
  return records;
}

std::string first_text(const std::vector<Record>& records, std::string Record::* member) {
  const auto found =
      std::find_if(records.begin(), records.end(), [&](const Record& record) { return !(record.*member).empty(); });
  return found == records.end() ? "" : *found.*member;
}

/// By the person's priorities where anybody who may name it does.
std::string name_of(App& app, ActivityId id, const std::vector<Record>& records) {
  try {
    const Record merged = merged_record(app, id);
    if (!merged.name.empty()) {
      return merged.name;
    }
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::not_found) { // all providers are write-only or not enabled
      throw;
    }
  }
  return first_text(records, &Record::name);
}

Recording recording_of(const Record& record) {
  Recording recording;
  recording.sport = record.sport;
  recording.sub_sport = record.sub_sport;
  recording.provider_sport = record.type;
  recording.start_ms = record.start ? std::optional(*record.start * 1000) : std::nullopt;
  recording.utc_offset_s = record.utc_offset_s;
  recording.totals = record.totals;
  recording.device = record.device;
  recording.file_id = record.file_id;
  recording.first = record.first;
  recording.last = record.last;
  return recording;
}

/// What is written of an activity.
struct Best {
  Recording recording;
  Bytes fit_source; ///< where the recording is all that a FIT file holds
};

/// As the kept file has it, which knows what the store does not keep, such as the length of a pool.
std::optional<Best> best_in_file(App& app, const Record& record) {
  auto kept = record.key.provider == "file" ? app.mine().blobs.find(record.payload_sha256) : std::nullopt;
  if (!kept) {
    return std::nullopt;
  }
  UnpackedFile content = unpack_file(std::move(*kept), "it");
  file::FileRecords file = file::read_file_records(content, "it", record.payload_sha256, app.now());
  const bool is_all = file.format == "fit" && file.records.size() == 1;
  for (PulledRecord& pulled : file.records) {
    if (pulled.record.key == record.key && pulled.recording) {
      return Best{std::move(*pulled.recording), is_all ? std::move(content.bytes) : Bytes{}};
    }
  }
  return std::nullopt;
}

/// The recording of the first record that has samples, else what the first record tells without.
Best best_of(App& app, const std::vector<Record>& records) {
  for (const Record& record : records) {
    if (auto best = best_in_file(app, record)) {
      return std::move(*best);
    }
    if (const auto stored = app.mine().streams.load(record.key)) {
      Recording recording = recording_of(record);
      store::LapsAndLengths detail = store::decode_laps(stored->detail);
      recording.streams = store::decode_streams(stored->columns);
      recording.laps = std::move(detail.laps);
      recording.lengths = std::move(detail.lengths);
      return {std::move(recording), {}};
    }
  }
  return {recording_of(records.front()), {}};
}

ExportedFile original_of(App& app, ActivityId id, const std::vector<Record>& records) {
  for (const Record& record : records) {
    if (!has_kept_file(app, record)) {
      continue;
    }
    ExportedFile file;
    file.bytes = *app.mine().blobs.find(record.payload_sha256);
    const archive::Container container = archive::container_of(file.bytes);
    const std::string_view ending = container == archive::Container::gzip    ? ".gz"
                                    : container == archive::Container::zip   ? ".zip"
                                    : container == archive::Container::bzip2 ? ".bz2"
                                                                             : "";
    file.name = source_file_name(record, app.home()) + std::string(ending);
    file.media_type = "application/octet-stream";
    return file;
  }
  throw Error(ErrorKind::not_found, fmt::format("no recorded file of activity {} is kept", id),
              "--format fit writes one from what is known");
}

ExportedFile records_of(const std::vector<Record>& records) {
  ExportedFile file;
  std::string text;
  for (const Record& record : records) {
    text += portable_line(record) + "\n";
  }
  const ByteView bytes = as_bytes(text);
  file.bytes.assign(bytes.begin(), bytes.end());
  file.media_type = "application/x-ndjson";
  return file;
}

ExportedFile written_file(App& app, ActivityId id, const std::vector<Record>& records, WrittenFormat format) {
  auto [recording, fit_source] = best_of(app, records);
  recording.name = name_of(app, id, records);
  recording.description = first_text(records, &Record::description);
  try {
    WrittenFile written = encode_file({&recording, 1}, format, fit_source);
    return {"", std::string(media_type(format)), 0, std::move(written.bytes), std::move(written.left_out)};
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("activity {} {}", id, error.what()), error.hint());
  }
}

} // namespace

std::vector<std::string> export_formats() { return written_formats(); }

ExportFormat export_format(std::string_view word) {
  if (word == "jsonl") {
    return {ExportFormat::Kind::records, {}};
  }
  if (word == "original") {
    return {ExportFormat::Kind::original, {}};
  }
  if (const auto format = written_format(word)) {
    return {ExportFormat::Kind::written, *format};
  }
  throw Error(ErrorKind::usage, fmt::format("nothing is exported as \"{}\"", word),
              "one of fit, gpx, tcx, kml, geojson, csv, jsonl, original");
}

ExportedFile export_activity(App& app, ActivityId id, ExportFormat format) {
  const std::vector<Record> records = witnesses(app, id);
  ExportedFile file = format.kind == ExportFormat::Kind::original  ? original_of(app, id, records)
                      : format.kind == ExportFormat::Kind::records ? records_of(records)
                                                                   : written_file(app, id, records, format.written);
  file.start = local_start(records.front(), app.home()).value_or(0);
  if (file.name.empty()) {
    Record named = records.front();
    named.format = format.kind == ExportFormat::Kind::records ? "jsonl" : to_string(format.written);
    file.name = source_file_name(named, app.home());
  }
  return file;
}

} // namespace tracekit::app
