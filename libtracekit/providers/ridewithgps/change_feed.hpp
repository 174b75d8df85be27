// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace tracekit::ridewithgps {

/// What happened to a user's trips since some time, each trip named once.
struct Changes {
  std::vector<std::string> changed; ///< created or edited, and not deleted since
  std::vector<std::string> deleted;
  std::string until; ///< by the clock of Ride with GPS; what to ask from next time
};

/// Reads the answer of the change feed. Routes, and trips of other people that the user pinned, are left out.
/// Throws Error(provider) when it has no list of items.
Changes changes_of(const nlohmann::json& answer, const std::string& user_id);

} // namespace tracekit::ridewithgps
