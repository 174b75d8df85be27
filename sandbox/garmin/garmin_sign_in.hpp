// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <set>
#include <string>

#include "base/time.hpp"
#include "sandbox/server/server.hpp"

namespace tracekit::sandbox {

/// Garmin's ways of signing in, for one athlete: `sso` (the app's JSON calls, and the page of the browser), `diauth`
/// (tokens for tickets, refresh tokens that rotate), and the older tokens of OAuth 1.
class GarminSignIn {
public:
  static constexpr const char* email = "kira+tri@example.org";
  static constexpr const char* password = "sandbox-passw\xc3\xb6rd";
  static constexpr const char* code = "271828";
  static constexpr const char* consumer_key = "sandbox-consumer";
  static constexpr const char* consumer_secret = "sandbox-consumer-secret";
  static constexpr const char* oauth1_token = "sandbox-oauth1";
  static constexpr const char* oauth1_secret = "sandbox-oauth1-secret";
  static constexpr const char* mfa_token = "MFA-123-sandbox-cas";

  /// How it treats who comes.
  struct Mood {
    bool asks_code = false;
    std::string login;             ///< `captcha`, `limited`, `limited_200`, `challenge`; empty: as it should
    std::set<std::string> refuses; ///< client ids that get no tokens
    bool token_not_active = false; ///< the API takes none of its tokens
    long long lifetime_s = 86'399; ///< of an access token
    bool wants_mfa_token = false;  ///< the older exchange
  };

  void add_routes(Routes& routes);
  [[nodiscard]] bool accepts(const Request& request) const;

  struct Grant {
    std::string access;
    std::string refresh;
  };
  /// A sign-in without any of this.
  Grant grant(const std::string& client_id);
  /// As if a day had gone by, or a month.
  void expire(bool refresh_too);
  Mood& mood() { return mood_; }
  void reset() { *this = GarminSignIn(); }

private:
  struct Ticket {
    std::string service;
    EpochSeconds until = 0;
  };
  Response login(const Request& request);
  Response verify_code(const Request& request);
  Response page(const Request& request);
  Response token(const Request& request);
  Response oauth1_exchange(const Request& request);
  Response answer_with_ticket(const std::string& service);
  std::string new_ticket(const std::string& service);
  [[nodiscard]] Response tokens(const Grant& grant) const;

  Mood mood_;
  std::map<std::string, Ticket> tickets_;
  std::map<std::string, std::string> sessions_; ///< cookie of who still owes the code, to the service asked for
  std::set<std::string> good_;                  ///< access tokens
  std::map<std::string, std::string> refresh_;  ///< the one that is good, by client id
  std::set<std::string> nonces_;                ///< of the older exchange; each is good once
  int counter_ = 0;
};

} // namespace tracekit::sandbox
