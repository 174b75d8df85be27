// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "model/record.hpp"

namespace tracekit {

/// The portable form of a record: one JSON object a line (`load`, `export --format jsonl`). The full list of
/// fields is in docs/reference/records.md; absent values are left out, except those that
/// `bench` readers expect (`start`, `start_local`, `tz`, `distance_m`, `moving_s`, `elapsed_s`, `name`, `type`,
/// `equipment`, `device`, `source`, `format` are always there, null or empty when unknown).
nlohmann::json to_json(const Record& record);

/// The same as one line of text; bytes that are not UTF-8 become U+FFFD.
std::string portable_line(const Record& record);

/// Reads it back; unknown fields are ignored. Throws Error(input) naming the field that is missing or malformed.
/// `provider` and `id` are required. `origin` becomes `load` unless the line tells.
Record record_from_json(const nlohmann::json& line);

} // namespace tracekit
