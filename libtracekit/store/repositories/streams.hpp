// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "model/record.hpp"
#include "store/repositories/scope.hpp"

namespace tracekit::store {

/// One channel of a recording as the stream codec packed it. The store does not look inside.
struct EncodedColumn {
  std::string name; ///< unique within a recording; `time` for the time column
  std::string meta; ///< unit, kind, scale ... in the codec's words
  Bytes data;
  friend bool operator==(const EncodedColumn&, const EncodedColumn&) = default;
};

/// Samples of one record, and its laps, lengths and pauses as one packed piece.
struct EncodedRecording {
  std::vector<EncodedColumn> columns; ///< in the order in which they were saved
  Bytes detail;                       ///< packed by the stream codec; empty when there is nothing
  friend bool operator==(const EncodedRecording&, const EncodedRecording&) = default;
};

/// One row per record and channel, never one per sample.
class Streams : public Scope {
public:
  using Scope::Scope;

  /// Replaces what was stored for the record. Throws Error(not_found) when the record is not stored.
  void save(const RecordKey& record, const EncodedRecording& recording);
  /// Everything of one record; nothing when it has no recording.
  [[nodiscard]] std::optional<EncodedRecording> load(const RecordKey& record) const;
  /// Only these channels, for a chart; no detail.
  [[nodiscard]] std::vector<EncodedColumn> load_columns(const RecordKey& record,
                                                        std::span<const std::string> names) const;
  [[nodiscard]] bool has(const RecordKey& record) const;
  void erase(const RecordKey& record);
  [[nodiscard]] std::vector<RecordKey> records() const; ///< that have a recording
};

} // namespace tracekit::store
