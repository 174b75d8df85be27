// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/checking/fault.hpp"
#include "store/repositories/blobs.hpp"
#include "store/repositories/streams.hpp"
#include "store/sql/connection.hpp"

/// What is packed: read here as it lies in the database, of whomever the connection sees, and looked into by any
/// thread.
namespace tracekit::store {

/// An original or payload with its pieces put together.
struct PackedBlob {
  std::int64_t number = 0;
  std::string sha256;
  BlobKind kind = BlobKind::original;
  std::uint64_t stored_size = 0;
  bool has_gap = false; ///< a piece between others is not there
  EncodedBlob blob;
};

/// A recording with its streams.
struct PackedRecording {
  std::int64_t record = 0;
  bool has_gap = false; ///< a stream between others is not there
  EncodedRecording recording;
};

/// The numbers of the next rows of a slice after `after`, at most `limit`; none at the end.
std::vector<std::int64_t> next_blobs(sql::Connection& connection, const Slice& slice, std::int64_t after,
                                     std::int64_t limit);
std::vector<std::int64_t> next_recordings(sql::Connection& connection, const Slice& slice, std::int64_t after,
                                          std::int64_t limit);

/// Nothing when it went meanwhile. Inside a transaction, or what another process replaces seems damaged.
std::optional<PackedBlob> packed_blob(sql::Connection& connection, std::int64_t number);
std::optional<PackedRecording> packed_recording(sql::Connection& connection, std::int64_t record);

/// What is wrong, to follow a name: `has changed since it was stored`. Empty when all is well. For any thread.
std::string problem_of(const PackedBlob& blob);
std::string problem_of(const PackedRecording& recording);

/// The fault, with the names by which a person knows the thing.
Fault fault_of(sql::Connection& connection, const PackedBlob& blob, const std::string& problem);
Fault fault_of(sql::Connection& connection, const PackedRecording& recording, const std::string& problem);

} // namespace tracekit::store
