// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "model/option.hpp"
#include "net/oauth2.hpp"
#include "providers/provider.hpp"

namespace tracekit {

/// The settings of one's own application at a provider with OAuth: `client_id`, `client_secret` and `callback_port`.
/// `variable` begins the names of their environment variables, `where` is a sentence on how to come by them.
std::vector<Option> oauth_options(const std::string& variable, const std::string& where);

/// The application that these settings describe.
net::OAuthClient oauth_application(const ProviderContext& context);

} // namespace tracekit
