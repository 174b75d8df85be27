// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "app/bounded_queue.hpp"
#include "app/pull_writer.hpp"
#include "base/bytes.hpp"

namespace tracekit::app {

/// A file on its way to the threads that read it.
struct FoundImport {
  std::string name;
  Bytes content;
  bool is_named = false; ///< by the person, rather than found among others
};
using FoundQueue = BoundedQueue<FoundImport>;

/// What was read, on its way to the database: a file with its records, or a record of a provider's table.
struct ReadImport {
  std::optional<PackedSource> file;
  std::string format;
  std::optional<Record> table_record;
};
using ReadQueue = BoundedQueue<ReadImport>;

} // namespace tracekit::app
