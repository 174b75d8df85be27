// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

#include "app/app.hpp"
#include "store/checking/fault.hpp"

namespace tracekit::app {

/// `2/7` as a slice. Throws Error(usage) for anything that is no part of a whole.
store::Slice parse_slice(std::string_view text);

/// What looking at everything that is stored has shown.
struct CheckReport {
  std::string database; ///< where it is, for people
  store::Slice slice;
  std::uint64_t originals = 0; ///< that were looked into, payloads among them
  std::uint64_t recordings = 0;
  std::uint64_t fault_count = 0;
  std::vector<store::Fault> faults; ///< the first of them
};

/// Looks into everything of everybody, or a slice of it: whether the engine finds its file whole, each original has its
/// checksum, each recording decodes, each JSON text can be read and each row leads to rows that are there. Changes
/// nothing and keeps nobody from writing; memory does not grow with the database. Throws Error for a database that
/// cannot be opened, and Error(interrupted).
CheckReport check(const Overrides& overrides, const store::Slice& slice, ProgressSink& progress,
                  const Cancellation& cancellation);

nlohmann::json to_json(const CheckReport& report);

} // namespace tracekit::app
