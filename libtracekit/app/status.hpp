// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

#include "app/app.hpp"

namespace tracekit::app {

struct ProviderStanding {
  std::string provider;
  std::string title;
  bool enabled = false;
  std::int64_t records = 0;
  std::optional<store::ProviderStatus> last; ///< nothing when it was never used
};

/// What `tracekit status` shows.
struct Status {
  std::vector<ProviderStanding> providers; ///< enabled ones and those with records, by priority
  std::int64_t activities = 0;
  std::optional<Record> latest; ///< a record of the latest activity
  std::string database;
  std::uint64_t database_bytes = 0;
  std::int64_t schema_version = 0;
  std::vector<std::string> attention; ///< one sentence for each thing that a person should look at
};

Status status(App& app);

nlohmann::json to_json(const Status& status);

} // namespace tracekit::app
