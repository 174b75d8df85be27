// SPDX-License-Identifier: MIT
#include "store/checking/contents.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "store/lap_codec.hpp"
#include "store/stream_codec.hpp"

namespace tracekit::store {
namespace {

std::vector<std::int64_t> next_numbers(sql::Query rows) {
  std::vector<std::int64_t> numbers;
  while (rows.next()) {
    numbers.push_back(rows.integer(0));
  }
  return numbers;
}

/// `file:3fa0... (activity 12, "Morning ride", 2025/ride.fit)`.
std::string known_as(sql::Connection& connection, std::int64_t record) {
  std::string text;
  {
    sql::Query row = connection.query("SELECT r.provider, r.id, r.name, l.activity FROM records r "
                                      "LEFT JOIN links l ON l.record = r.number WHERE r.number = $1",
                                      record);
    if (!row.next()) {
      return fmt::format("record {}", record);
    }
    text = fmt::format("{}:{}", row.text_view(0), row.text_view(1));
    std::vector<std::string> more;
    if (!row.is_null(3)) {
      more.push_back(fmt::format("activity {}", row.integer(3)));
    }
    if (!row.text_view(2).empty()) {
      more.push_back(fmt::format("\"{}\"", row.text_view(2)));
    }
    sql::Query source = connection.query(
        "SELECT s.key FROM records r JOIN source_records c ON c.user_id = r.user_id AND c.record_id = r.id "
        "JOIN sources s ON s.number = c.source AND s.provider = r.provider WHERE r.number = $1 ORDER BY s.key LIMIT 1",
        record);
    if (source.next()) {
      more.push_back(source.text(0));
    }
    if (!more.empty()) {
      text += fmt::format(" ({})", fmt::join(more, ", "));
    }
  }
  return text;
}

} // namespace

std::vector<std::int64_t> next_blobs(sql::Connection& connection, const Slice& slice, std::int64_t after,
                                     std::int64_t limit) {
  return next_numbers(
      connection.query("SELECT number FROM blobs WHERE number > $1 AND number % $2 = $3 ORDER BY number LIMIT $4",
                       after, slice.of, slice.remainder(), limit));
}

std::vector<std::int64_t> next_recordings(sql::Connection& connection, const Slice& slice, std::int64_t after,
                                          std::int64_t limit) {
  return next_numbers(
      connection.query("SELECT record FROM recordings WHERE record > $1 AND record % $2 = $3 ORDER BY record LIMIT $4",
                       after, slice.of, slice.remainder(), limit));
}

std::optional<PackedBlob> packed_blob(sql::Connection& connection, std::int64_t number) {
  PackedBlob packed;
  {
    sql::Query row =
        connection.query("SELECT sha256, kind, codec, raw_size, stored_size FROM blobs WHERE number = $1", number);
    if (!row.next()) {
      return std::nullopt;
    }
    packed.number = number;
    packed.sha256 = row.text(0);
    packed.kind = row.text_view(1) == to_string(BlobKind::payload) ? BlobKind::payload : BlobKind::original;
    packed.blob.codec = static_cast<BlobCodec>(row.integer(2));
    packed.blob.raw_size = static_cast<std::uint64_t>(row.integer(3));
    packed.stored_size = static_cast<std::uint64_t>(row.integer(4));
  }
  sql::Query chunks =
      connection.query("SELECT position, data FROM blob_chunks WHERE blob = $1 ORDER BY position", number);
  for (std::int64_t position = 0; chunks.next(); ++position) {
    packed.has_gap = packed.has_gap || chunks.integer(0) != position;
    const ByteView chunk = chunks.blob_view(1);
    packed.blob.data.insert(packed.blob.data.end(), chunk.begin(), chunk.end());
  }
  return packed;
}

std::optional<PackedRecording> packed_recording(sql::Connection& connection, std::int64_t record) {
  PackedRecording packed;
  packed.record = record;
  {
    sql::Query row = connection.query("SELECT detail FROM recordings WHERE record = $1", record);
    if (!row.next()) {
      return std::nullopt;
    }
    packed.recording.detail = row.blob(0);
  }
  sql::Query rows =
      connection.query("SELECT position, name, meta, data FROM streams WHERE record = $1 ORDER BY position", record);
  for (std::int64_t position = 0; rows.next(); ++position) {
    packed.has_gap = packed.has_gap || rows.integer(0) != position;
    packed.recording.columns.push_back({rows.text(1), rows.text(2), rows.blob(3)});
  }
  return packed;
}

std::string problem_of(const PackedBlob& blob) {
  if (blob.has_gap) {
    return "has lost a piece";
  }
  if (blob.blob.data.size() != blob.stored_size) {
    return fmt::format("holds {} of its {} stored bytes", blob.blob.data.size(), blob.stored_size);
  }
  try {
    return sha256_hex(decode_blob(blob.blob)) == blob.sha256 ? "" : "has changed since it was stored";
  } catch (const Error&) {
    return "cannot be unpacked any more";
  }
}

std::string problem_of(const PackedRecording& recording) {
  if (recording.has_gap) {
    return "has lost a stream";
  }
  try {
    decode_streams(recording.recording.columns);
    decode_laps(recording.recording.detail);
    return "";
  } catch (const Error& error) {
    return fmt::format("cannot be decoded: {}", error.what());
  }
}

Fault fault_of(sql::Connection& connection, const PackedBlob& blob, const std::string& problem) {
  std::string of;
  {
    sql::Query row = connection.query(
        "SELECT r.number FROM blobs b JOIN records r ON r.user_id = b.user_id AND r.payload_sha256 = b.sha256 "
        "WHERE b.number = $1 AND r.payload_sha256 <> '' ORDER BY r.number LIMIT 1",
        blob.number);
    of = row.next() ? " of " + known_as(connection, row.integer(0)) : "";
  }
  return {std::string(to_string(blob.kind)),
          fmt::format("the {} {:.12}{} {}", to_string(blob.kind), blob.sha256, of, problem), restore_advice};
}

Fault fault_of(sql::Connection& connection, const PackedRecording& recording, const std::string& problem) {
  sql::Query kept = connection.query("SELECT 1 FROM records r JOIN blobs b ON b.user_id = r.user_id "
                                     "AND b.sha256 = r.payload_sha256 WHERE r.number = $1 AND r.provider = 'file'",
                                     recording.record);
  return {"recording", fmt::format("the recording of {} {}", known_as(connection, recording.record), problem),
          kept.next() ? "`tracekit reparse` reads the kept file again" : restore_advice};
}

} // namespace tracekit::store
