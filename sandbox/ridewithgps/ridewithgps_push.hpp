// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "sandbox/server/oauth.hpp"
#include "sandbox/server/webhook.hpp"

namespace tracekit::sandbox {

/// The calls of Ride with GPS's webhook that tell of these trips of a user: signed with the application's secret, up to
/// a hundred trips in one, and made once.
std::vector<Notification> push_calls(const std::vector<ActivityChange>& changes, std::int64_t user,
                                     const OAuthServer::Rules& application);

} // namespace tracekit::sandbox
