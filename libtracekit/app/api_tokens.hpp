// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/app.hpp"
#include "base/secret.hpp"
#include "store/repositories/api_tokens.hpp"

// Tokens with which programs call the web server as a person.
namespace tracekit::app {

/// What a token may do. `admin` contains `write`, that `read`, and that `metrics`.
enum class TokenScope { metrics, read, write, admin };
/// Throws Error(usage) that lists the scopes.
TokenScope token_scope_of(std::string_view word);

/// A token as it is shown once, when it is made, and never again.
struct NewApiToken {
  store::ApiToken token;
  Secret text; ///< `tk_` and 256 bits that nobody can guess
};

/// Throws Error(usage) for a name that is empty or too long, and when no scope is given. `actor` is for the audit.
NewApiToken add_api_token(App& app, const std::string& name, const std::vector<TokenScope>& scopes,
                          std::optional<EpochSeconds> expires_at, const std::string& actor);

/// When a token made now ends: `90d`, `12h`, `never`. Throws Error(usage) for anything else.
std::optional<EpochSeconds> token_expiry(std::string_view text, EpochSeconds now);

/// Throws Error(not_found) when the person has none such that is still good.
void revoke_api_token(App& app, std::int64_t id, const std::string& actor);

/// The token that somebody sent, when it is good; notes that it was used.
std::optional<store::ApiToken> authenticate(Store& store, std::string_view text, EpochSeconds now);

[[nodiscard]] bool allows(const store::ApiToken& token, TokenScope wanted);

nlohmann::json to_json(const store::ApiToken& token, EpochSeconds now);

} // namespace tracekit::app
