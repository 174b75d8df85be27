// SPDX-License-Identifier: MIT
#pragma once

#include "providers/webhooks.hpp"

namespace tracekit::strava {

WebhookAbility webhooks();

} // namespace tracekit::strava
