// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "store/repositories/notifications.hpp"

namespace tracekit::app {

nlohmann::json to_json(const store::Notification& notification);

} // namespace tracekit::app
