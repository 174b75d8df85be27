// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "base/secret.hpp"
#include "base/time.hpp"
#include "net/http.hpp"

namespace tracekit::net {

/// Who signs with OAuth 1.0 (RFC 5849): an application, and whose behalf it acts on. Without a token, nobody's.
struct OAuth1Keys {
  std::string consumer_key;
  Secret consumer_secret;
  std::string token;
  Secret token_secret;
};

/// The text that is signed: method, address without its query, and every parameter of header, query and form body.
std::string oauth1_base_string(const HttpRequest& request, const OAuth1Keys& keys, std::string_view nonce,
                               EpochSeconds timestamp);

/// The HMAC-SHA1 signature of it, in Base64.
std::string oauth1_signature(const HttpRequest& request, const OAuth1Keys& keys, std::string_view nonce,
                             EpochSeconds timestamp);

/// Signs a request with a nonce of its own: sets its Authorization header.
void oauth1_sign(HttpRequest& request, const OAuth1Keys& keys, EpochSeconds timestamp);

} // namespace tracekit::net
