// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

#include "model/record.hpp"

namespace tracekit::garmin {

/// One activity in the words of lists, whether it was listed or shown alone: only what both have, numbers with the
/// digits that both have, and nothing that is null. The same activity looks the same either way.
nlohmann::json listed_form(const nlohmann::json& shown);

/// The ids of a multisport's legs in their order, as the activity that is shown alone tells them.
std::vector<std::string> legs_in(const nlohmann::json& shown);

/// All of these take an activity in that form.

/// Empty when it has none.
std::string id_of(const nlohmann::json& activity);

/// Nothing when it cannot be read.
std::optional<EpochSeconds> start_of(const nlohmann::json& activity);

/// The local day, as `YYYY-MM-DD`; empty when it cannot be read.
std::string day_of(const nlohmann::json& activity);

/// The whole of which it is a leg; empty when it is none.
std::string parent_of(const nlohmann::json& activity);

/// Empty where no device recorded it.
std::string device_of(const nlohmann::json& activity);

/// The key of the account that it belongs to.
std::string owner_of(const nlohmann::json& activity);

std::string payload_of(const nlohmann::json& activity);

/// The position that these two members tell; nothing when it is none on earth.
std::optional<Position> position_of(const nlohmann::json& activity, const char* lat, const char* lon);

/// What an activity's own answer does not tell, or tells as a number only.
struct Related {
  std::string equipment;
  std::string gear_id;
  std::string device; ///< the product's name
  int part = 0;       ///< which leg of its parent
};

/// An activity as a record. Throws Error(provider) naming the activity when it has no readable start.
Record record_of(const nlohmann::json& activity, const Related& related, EpochSeconds fetched_at);

} // namespace tracekit::garmin
