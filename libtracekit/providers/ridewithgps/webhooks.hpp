// SPDX-License-Identifier: MIT
#pragma once

#include "providers/webhooks.hpp"

namespace tracekit::ridewithgps {

WebhookAbility webhooks();

} // namespace tracekit::ridewithgps
