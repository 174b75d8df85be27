// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "sandbox/server/http.hpp"

namespace tracekit::sandbox {

/// Files that Strava took: it takes each at once and has worked on it at the second look. What began when an activity
/// did is a copy of that.
class StravaUploads {
public:
  /// `find_copy`: the activity that began then, or null.
  Response take(const Request& request, const std::function<const nlohmann::json*(EpochSeconds start)>& find_copy);
  /// `add` gets the activity once it is ready.
  Response show(const std::string& id, const std::function<void(const nlohmann::json& activity)>& add);

private:
  struct Upload {
    nlohmann::json activity;
    std::string error;
    int looks = 0;
  };
  static nlohmann::json state_of(const Upload& upload, std::int64_t id);

  std::vector<Upload> uploads_;
};

} // namespace tracekit::sandbox
