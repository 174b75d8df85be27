// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

#include "base/timezone.hpp"
#include "model/record.hpp"
#include "providers/ridewithgps/api.hpp"

namespace tracekit::ridewithgps {

/// The text that is kept of a trip, the same whether it came in a list or alone.
std::string payload_of(const nlohmann::json& trip);

/// Empty when it has none.
std::string id_of(const nlohmann::json& trip);

/// In their order.
std::vector<std::string> ids_on(const TripPage& page);

/// The id of its equipment; empty when it has none.
std::string gear_id_of(const nlohmann::json& trip);

/// A trip as a record. Throws Error(provider) naming the trip when it has no readable start.
Record record_of(const nlohmann::json& trip, const std::vector<Gear>& gear, EpochSeconds fetched_at);

} // namespace tracekit::ridewithgps
