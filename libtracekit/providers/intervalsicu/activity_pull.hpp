// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <set>
#include <string>

#include "providers/intervalsicu/api.hpp"
#include "providers/provider.hpp"

namespace tracekit::intervalsicu {

/// One pull: lists the days that are asked for, newest first, in as few calls as possible, and reports what is new,
/// changed or gone. An activity is a source of its own; its fingerprint is its local day and a hash of its content.
class ActivityPull {
public:
  ActivityPull(const ProviderContext& context, Api& api, const PullRequest& request, PullSink& sink)
      : context_(context), api_(api), request_(request), sink_(sink) {}

  PullOutcome run();

private:
  void list_everything();
  void take(const nlohmann::json& activity);

  const ProviderContext& context_;
  Api& api_;
  const PullRequest& request_;
  PullSink& sink_;
  std::set<std::string> seen_;
  PullOutcome outcome_;
};

} // namespace tracekit::intervalsicu
