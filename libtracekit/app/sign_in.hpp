// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

#include "app/app.hpp"

namespace tracekit::app {

/// How a person stands with one provider that needs a sign-in.
struct SignInStatus {
  std::string provider;
  std::string title;
  std::string method; ///< "API key", "OAuth", "password"
  bool signed_in = false;
  std::string where; ///< "sealed in the database", "environment INTERVALS_API_KEY"; empty when not signed in
};

/// Every provider that this version can sign in to.
std::vector<SignInStatus> sign_in_status(App& app);

/// The secret option that signing in with a key fills in. Throws Error(usage) when the provider has another way.
const Option& key_option(const std::string& provider);

/// Tries the key with one call and, when the provider accepts it, seals it in the database. Nothing is saved otherwise.
/// Throws Unauthorized when it is not accepted.
Account sign_in_with_key(App& app, const std::string& provider, const Secret& key);

/// Signs in by way of the browser and seals the tokens. Throws Error(config) when the application's id is not set,
/// Error(auth) when the person refused.
Account sign_in_with_oauth(App& app, const std::string& provider, net::OAuthDialog dialog);

/// Forgets what was sealed for a provider, and its records where its terms want that; false when there was nothing.
/// What stands in the environment or in a file stays there.
bool sign_out(App& app, const std::string& provider);

nlohmann::json to_json(const SignInStatus& status);

} // namespace tracekit::app
