// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <vector>

#include "app/activity_list.hpp"
#include "app/activity_view.hpp"
#include "app/merged_record.hpp"
#include "app/originals.hpp"
#include "store/repositories/verdicts.hpp"

namespace tracekit::app {

/// Everything that one looks for around an activity, besides its samples.
struct ActivityPage {
  ActivityView view;
  MergedView merged;
  std::optional<ActivityId> asked_as; ///< the older id by which it was asked for
  std::vector<Original> originals;
  std::vector<store::Verdict> verdicts; ///< what a person said about its records
  Neighbours neighbours;
};

/// Throws Error(not_found).
ActivityPage activity_page(App& app, ActivityId id);

/// What `tracekit show --json` prints of the activity, and `merged`, `alias_of`, `originals`, `verdicts`, `neighbours`.
nlohmann::json to_json(const ActivityPage& page);

} // namespace tracekit::app
