// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <vector>

#include "app/app.hpp"
#include "store/repositories/verdicts.hpp"

namespace tracekit::app {

/// A person's word on two records.
struct SaidPair {
  Record a;
  Record b;
  store::VerdictKind verdict = store::VerdictKind::same;
  EpochSeconds said_at = 0;
};

/// What a person has said about matching. Of a record that is not stored any more, no more than its name is known.
struct WordsSaid {
  std::vector<Record> left_out; ///< the newest workout first
  std::vector<SaidPair> pairs;  ///< the latest word first
};

WordsSaid words_said(App& app);

nlohmann::json to_json(const WordsSaid& words);

} // namespace tracekit::app
