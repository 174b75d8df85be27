// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <span>
#include <vector>

#include "app/app.hpp"
#include "model/evidence.hpp"

namespace tracekit::app {

/// What tells for and against two records being one workout, whether or not they are linked.
struct PairReasons {
  RecordKey a;
  RecordKey b;
  double bits = 0;
  std::vector<Evidence> evidence;
};

/// Of every two of these records, with clocks corrected as matching does it.
std::vector<PairReasons> pair_reasons(App& app, std::vector<Record> records);

/// `{"pairs": [{"a", "b", "bits", "lines": [{"feature", "words", "bits"}]}]}`
nlohmann::json to_json(std::span<const PairReasons> pairs);

} // namespace tracekit::app
