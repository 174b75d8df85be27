// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "net/http_client.hpp"
#include "net/tokens.hpp"
#include "net/url.hpp"
#include "providers/garmin/hosts.hpp"
#include "providers/garmin/ticket.hpp"

namespace tracekit::garmin {

/// What the application's client says of itself in every request.
void say_who_asks(net::HttpRequest& request);

/// What stands in an access token for everybody to read; it is never checked. Absent what cannot be read.
struct Claims {
  std::optional<EpochSeconds> expires_at;
  std::string client_id;
};
Claims claims_of(const Secret& access);

/// Under these names the tokens' `extra` keeps what renewing them needs.
inline constexpr const char* extra_client_id = "client_id";
inline constexpr const char* extra_kind = "kind";
inline constexpr const char* kind_oauth1 = "oauth1"; ///< of the older sign-in: `refresh` is its token, as a form

/// The calls that make tokens, over a client that signs nothing.
class TokenCalls {
public:
  TokenCalls(const ProviderContext& context, Hosts hosts, net::HttpClient& http)
      : context_(context), hosts_(std::move(hosts)), http_(http) {}

  /// Tries the client ids that are known, the newest first. Throws Error(auth) when none is accepted.
  net::Tokens exchange(const ServiceTicket& ticket);
  /// New tokens for old; the old refresh token is worth nothing afterwards. Throws Error(auth) when it is too late.
  net::Tokens refresh(const net::Tokens& old);

private:
  net::Tokens refresh_oauth1(const net::Tokens& old);
  net::Query application_keys();

  const ProviderContext& context_;
  Hosts hosts_;
  net::HttpClient& http_;
};

} // namespace tracekit::garmin
