// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

#include "app/app.hpp"
#include "store/repositories/records.hpp"

namespace tracekit::app {

/// Reads records in their portable form, one JSON object a line (docs/reference/records.md). All or nothing, and
/// idempotent. A line may name a file beside it (`"file": "ride.fit"`); its bytes are kept as the record's original.
/// Throws Error(input) that names file and line when a line cannot be read. Months are only marked:
/// `refresh_touched_months` afterwards, once for many files.
store::UpsertCounts load(App& app, const std::filesystem::path& path);

/// The same from a stream, in the caller's transaction; `name` is for messages. Files that lines name are looked for in
/// `folder`.
store::UpsertCounts load_records(App& app, std::istream& lines, const std::string& name,
                                 const std::filesystem::path& folder);

/// Hands out every record, deleted ones left out, as lines of the same form, in the order in which they first came.
/// Days are local and both ends included.
void export_jsonl(App& app, std::optional<Date> from, std::optional<Date> to,
                  const std::function<void(const std::string& line)>& take);

} // namespace tracekit::app
