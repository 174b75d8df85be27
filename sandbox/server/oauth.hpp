// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <set>
#include <string>

#include "sandbox/server/server.hpp"

namespace tracekit::sandbox {

/// The OAuth 2 side of a provider, for those that have one: authorizes at once, checks redirect address, client and
/// PKCE, gives every code away once, rotates refresh tokens, and knows which access tokens are good.
class OAuthServer {
public:
  struct Rules {
    std::string client_id = "sandbox-client";
    std::string client_secret = "sandbox-secret";
    long long lifetime_s = 21'600; ///< of an access token; 0: it never ends, and there is no refresh token
    bool refuses = false;          ///< the person says no
    bool wants_json = false;       ///< takes JSON instead of forms
    /// What the token answer tells of the account.
    std::string account_json = R"({"athlete": {"id": 4711, "name": "Kira V"}})";
  };

  explicit OAuthServer(Rules rules) : rules_(std::move(rules)) {}
  OAuthServer() : OAuthServer(Rules{}) {}

  void add_routes(Routes& routes, const std::string& authorize_path, const std::string& token_path,
                  const std::string& revoke_path);
  [[nodiscard]] bool accepts(const Request& request) const;
  /// As if every access token had just ended.
  void expire_all() { good_.clear(); }
  Rules& rules() { return rules_; }

private:
  struct Code {
    std::string redirect_uri;
    std::string challenge;
    std::string scope;
  };
  Response authorize(const Request& request);
  Response token(const Request& request);
  Response revoke(const Request& request);
  Response give(const std::string& scope);

  Rules rules_;
  std::map<std::string, Code> codes_;
  std::set<std::string> good_;
  std::string refresh_;
  int counter_ = 0;
};

} // namespace tracekit::sandbox
