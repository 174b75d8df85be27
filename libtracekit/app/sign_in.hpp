// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <functional>
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

/// Each of the ways below throws Error(conflict) when it leads to another account than the one whose records are
/// stored.

/// Tries the key with one call and, when the provider accepts it, seals it in the database. Nothing is saved otherwise.
/// Throws Unauthorized when it is not accepted.
Account sign_in_with_key(App& app, const std::string& provider, const Secret& key);

/// Signs in by way of the browser and seals the tokens. Throws Error(config) when the application's id is not set,
/// Error(auth) when the person refused.
Account sign_in_with_oauth(App& app, const std::string& provider, net::OAuthDialog dialog);

/// The same for a server to which the browser comes back, in two steps. `redirect_uri` is where: an address below
/// which the provider may send it, the same both times.
net::AuthorizationRequest begin_browser_sign_in(App& app, const std::string& provider, const std::string& redirect_uri);
/// `answer` is the query with which the browser came back.
Account end_browser_sign_in(App& app, const std::string& provider, const std::string& redirect_uri,
                            const net::AuthorizationRequest& request, const std::string& answer);

/// The keys of the provider's own options that have to be filled in to sign in.
std::vector<std::string> sign_in_options(const ProviderInfo& info);

/// The ways that end with tokens, which are sealed before they are tried with one call. A sign-in that the provider
/// does not accept after all leaves what was there before. Each throws Error(usage) when the provider has no such way.
Account sign_in_with_password(App& app, const std::string& provider, const std::string& email, const Secret& password,
                              const CodeQuestion& ask_code);
/// `paste` shows the address that it is given and returns what the person pasted.
Account sign_in_with_ticket(App& app, const std::string& provider,
                            const std::function<Secret(const std::string& page)>& paste);
Account sign_in_with_files(App& app, const std::string& provider, const std::filesystem::path& path);

/// What a sign-out came to.
struct SignedOut {
  bool was_signed_in = false;
  std::string problem; ///< why the provider could not be told, so that the sign-in may still be good there; else empty
};

/// Ends the sign-in at the provider where that is possible, and here in any case: forgets what was sealed and, where
/// its terms want that, its records and their values in the journal. What stands in the environment or in a file stays.
SignedOut sign_out(App& app, const std::string& provider);

nlohmann::json to_json(const SignInStatus& status);

} // namespace tracekit::app
