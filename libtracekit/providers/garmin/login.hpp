// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

#include "net/http_client.hpp"
#include "providers/garmin/cookies.hpp"
#include "providers/garmin/hosts.hpp"
#include "providers/garmin/ticket.hpp"

namespace tracekit::garmin {

/// What to do where Garmin lets nobody but its own programs and browsers sign in.
inline constexpr const char* other_ways =
    "do not try again soon, that makes it last longer; sign in with your browser (`tracekit auth garmin --ticket`), or "
    "take over the tokens of another program (`tracekit auth garmin --import-tokens PATH`)";

/// The sign-in of Garmin's phone application: e-mail, password and, where it wants one, a code. One try: whatever goes
/// wrong ends it.
class Login {
public:
  /// `http` must not repeat what was refused.
  Login(const Hosts& hosts, net::HttpClient& http) : hosts_(hosts), http_(http) {}

  /// Throws Error(auth) for a wrong password or code, and where only a browser would do; RateLimited.
  ServiceTicket sign_in(const std::string& email, const Secret& password, const CodeQuestion& ask_code);

private:
  nlohmann::json post(const char* path, const nlohmann::json& body);

  const Hosts& hosts_;
  net::HttpClient& http_;
  Cookies cookies_;
};

} // namespace tracekit::garmin
