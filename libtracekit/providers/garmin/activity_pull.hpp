// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <set>
#include <string>
#include <vector>

#include "providers/garmin/related.hpp"
#include "providers/provider.hpp"

namespace tracekit::garmin {

/// One pull: lists the days that are asked for, newest first, and reports what is new, changed or gone. An activity is
/// a source of its own; its fingerprint is its local day and a hash of what was listed and of its equipment, which no
/// list tells.
class ActivityPull {
public:
  ActivityPull(const ProviderContext& context, Api& api, const PullRequest& request, PullSink& sink)
      : context_(context), api_(api), related_(api), request_(request), sink_(sink) {}

  PullOutcome run();

private:
  void list_everything();
  std::vector<nlohmann::json> fresh_of(const nlohmann::json& page);
  void take(const nlohmann::json& activity);

  const ProviderContext& context_;
  Api& api_;
  RelatedThings related_;
  const PullRequest& request_;
  PullSink& sink_;
  std::set<std::string> seen_;
  PullOutcome outcome_;
};

} // namespace tracekit::garmin
