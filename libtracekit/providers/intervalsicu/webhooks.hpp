// SPDX-License-Identifier: MIT
#pragma once

#include "providers/webhooks.hpp"

namespace tracekit::intervalsicu {

WebhookAbility webhooks();

} // namespace tracekit::intervalsicu
