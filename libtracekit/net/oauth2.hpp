// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "net/http_client.hpp"
#include "net/tokens.hpp"

namespace tracekit::net {

/// How a provider does OAuth 2 (RFC 6749). Paths are below its base address of the role `oauth`.
struct OAuthProfile {
  std::string authorize_path;
  std::string token_path;
  std::string revoke_path; ///< empty where it has none
  std::vector<std::string> scopes;
  std::string scope_separator = " ";
  bool pkce = true;                      ///< sends a challenge (RFC 7636); those who do not know it ignore it
  bool json_requests = false;            ///< the calls carry JSON instead of a form
  std::vector<std::string> account_keys; ///< of the token answer, kept in `Tokens::extra`: `athlete.id`, `user_id`
  bool revoke_with_basic = false;        ///< the application proves itself by a header there, not in the form
  bool token_with_basic = false;         ///< by a header and in the form, when it asks for tokens
};

/// The application as it is registered at the provider.
struct OAuthClient {
  std::string id;
  Secret secret; ///< empty for public clients
  std::string redirect_uri;
};

/// What the person opens in a browser, and what has to be remembered meanwhile.
struct AuthorizationRequest {
  std::string url;
  std::string state;
  Secret verifier;
};

/// A text that nobody can guess, to know the answer of the browser by.
std::string new_state();

AuthorizationRequest authorization_request(const OAuthProfile& profile, const std::string& base,
                                           const OAuthClient& client, const std::string& state = new_state());

/// The code in what came back: the query of the callback, the whole address pasted by a person, or the bare code where
/// `bare_code` allows it. Throws Error(auth) when the person refused, when the state is another one, or when there is
/// no code.
std::string code_of(std::string_view text, const std::string& state, bool bare_code = false);

/// What the person agreed to, where what came back says so; it may be less than was asked for.
std::vector<std::string> scopes_of(std::string_view text);

/// The tokens in an answer (RFC 6749, section 5.1). What it does not mention stays as it is in `old`. Throws
/// Error(provider) when there are none in it.
Tokens read_tokens(const HttpResponse& response, const Tokens& old, const Clock& clock,
                   const std::vector<std::string>& account_keys = {});

/// The calls of it, over a client without an `authorize` of its own.
class OAuthCalls {
public:
  OAuthCalls(OAuthProfile profile, std::string base, OAuthClient client, HttpClient& http, const Clock& clock)
      : profile_(std::move(profile)), base_(std::move(base)), client_(std::move(client)), http_(http), clock_(clock) {}

  Tokens exchange(const std::string& code, const Secret& verifier);
  /// Tokens for something else than a code (RFC 6749, section 4.5).
  Tokens grant(const std::string& grant_type, std::vector<std::pair<std::string, std::string>> parameters);
  /// New tokens for old. What the answer does not mention stays: the refresh token, scopes, the account.
  Tokens refresh(const Tokens& old);
  void revoke(const Tokens& tokens);

private:
  using Form = std::vector<std::pair<std::string, std::string>>;
  HttpResponse post(const std::string& path, Form form);
  Tokens first_tokens(Form form);

  OAuthProfile profile_;
  std::string base_;
  OAuthClient client_;
  HttpClient& http_;
  const Clock& clock_;
};

/// How the person takes part in a sign-in.
struct OAuthDialog {
  std::function<void(const std::string& url)> show; ///< the address to open in a browser
  /// Asks for the address that the browser ended at, or the code in it; null: we listen for the browser ourselves.
  std::function<std::string()> pasted;
  int port = 8723; ///< of 127.0.0.1; providers compare the whole address, so it is fixed
  double patience_s = 300;
};

/// The whole way: address, browser, answer, tokens. `client.redirect_uri` is filled in. Throws Error(auth) when the
/// person refused or nothing came back in time.
Tokens sign_in_by_browser(const OAuthProfile& profile, const std::string& base, OAuthClient client, HttpClient& http,
                          const Clock& clock, const OAuthDialog& dialog, const Cancellation& cancellation);

/// Signs requests with the stored tokens, and renews them before they end or when a request got a 401. Renewing happens
/// under the store's lock, after a look whether another process has just done it, and new tokens are saved before they
/// are used.
class TokenKeeper {
public:
  using Refresh = std::function<Tokens(const Tokens& old)>;

  /// Without a store nobody has signed in.
  TokenKeeper(std::shared_ptr<TokenStore> store, Refresh refresh, const Clock& clock, std::string provider,
              std::string title)
      : store_(std::move(store)), refresh_(std::move(refresh)), clock_(clock), provider_(std::move(provider)),
        title_(std::move(title)) {}

  /// For ClientOptions::authorize. Throws Unauthorized when nobody signed in.
  void authorize(HttpRequest& request);
  /// For ClientOptions::renew.
  bool renew();
  [[nodiscard]] const Tokens& tokens();

private:
  /// `rejected` must be a copy, as the tokens are replaced.
  void renew_under_lock(const Secret& rejected);

  std::shared_ptr<TokenStore> store_;
  Refresh refresh_;
  const Clock& clock_;
  std::string provider_;
  std::string title_;
  std::optional<Tokens> tokens_;
};

} // namespace tracekit::net
