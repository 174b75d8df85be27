// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <set>
#include <string>

#include "providers/provider.hpp"
#include "providers/strava/api.hpp"
#include "providers/strava/gear.hpp"

namespace tracekit::strava {

/// The ids of all gear that was ever seen, as the cursor keeps them: Strava lists no retired gear.
std::set<std::string> gear_of_cursor(const std::string& cursor);

/// The part of the athlete's list that is asked for next.
struct ListWindow {
  std::optional<EpochSeconds> after;
  EpochSeconds before = 0;
  int page = 1;
  std::optional<EpochSeconds> oldest; ///< start on page 1 of this window
};

/// One pull: lists the days that are asked for, newest first, in as few calls as possible, and reports what is new,
/// changed or gone. An activity is a source of its own; its fingerprint is its local day, a hash of its content and the
/// day when it was stored, since Strava wants nothing to be kept for long without a new look.
class ActivityPull {
public:
  ActivityPull(const ProviderContext& context, Api& api, const PullRequest& request, PullSink& sink)
      : context_(context), api_(api), gear_(api), request_(request), sink_(sink),
        gear_ids_(gear_of_cursor(request.cursor)) {}

  PullOutcome run();

private:
  void list_everything();
  void take_listed(const nlohmann::json& activity);
  void take(const nlohmann::json& activity);
  [[nodiscard]] std::int64_t today() const; ///< days since 1970
  [[nodiscard]] bool is_fresh(const std::string& id, const std::string& content) const;

  const ProviderContext& context_;
  Api& api_;
  GearShelf gear_;
  const PullRequest& request_;
  PullSink& sink_;
  std::set<std::string> seen_;
  std::set<std::string> gear_ids_;
  PullOutcome outcome_;
};

} // namespace tracekit::strava
