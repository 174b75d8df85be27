// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <map>
#include <set>
#include <string>

#include "base/time.hpp"
#include "sandbox/server/server.hpp"

namespace tracekit::sandbox {

/// Strava's way of signing in, for one athlete: scopes that can be unticked, tokens that live for six hours, refresh
/// tokens that rotate, and one grant that ends with any of its tokens.
class StravaOAuth {
public:
  static constexpr const char* client_id = "24523";
  static constexpr const char* client_secret = "sandbox-secret";

  void add_routes(Routes& routes);
  /// The scopes of a request's token; nothing when it is none of ours or has ended.
  [[nodiscard]] const std::set<std::string>* scopes_of(const Request& request) const;

  struct Grant {
    std::string access;
    std::string refresh;
    EpochSeconds expires_at = 0;
    std::set<std::string> scopes;
  };
  /// A sign-in without a browser.
  const Grant& grant(std::set<std::string> scopes);
  /// As if six hours had gone by.
  void expire();
  /// What the athlete does with the next question: is asked on a page, or else says no, or unticks these scopes.
  struct Mood {
    bool asked = false;
    bool refuses = false;
    std::set<std::string> unticked;
  };
  void set_mood(Mood mood) { mood_ = std::move(mood); }
  /// Whether a grant was taken back since the last question.
  bool take_revoked() { return std::exchange(revoked_, false); }
  void reset() { *this = StravaOAuth(); }

private:
  struct Code {
    std::string redirect_uri;
    std::set<std::string> scopes;
  };
  Response authorize(const Request& request);
  Response token(const Request& request);
  Response revoke(const Request& request);
  [[nodiscard]] Response tokens(bool with_athlete) const;
  void mint();

  Mood mood_;
  std::map<std::string, Code> codes_;
  Grant grant_;
  bool ended_ = false; ///< the access token's time is over
  bool revoked_ = false;
  int counter_ = 0;
};

/// `{"message": ..., "errors": [{"resource", "field", "code"}]}`
Response strava_fault(int status, const std::string& message, const std::string& resource, const std::string& field,
                      const std::string& code);

} // namespace tracekit::sandbox
