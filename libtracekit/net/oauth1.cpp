// SPDX-License-Identifier: MIT
#include "net/oauth1.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/encoding.hpp"
#include "base/hash.hpp"
#include "net/url.hpp"

namespace tracekit::net {
namespace {

constexpr std::size_t nonce_bytes = 8;

Query protocol_parameters(const OAuth1Keys& keys, std::string_view nonce, EpochSeconds timestamp) {
  Query parameters{{"oauth_consumer_key", keys.consumer_key},
                   {"oauth_nonce", std::string(nonce)},
                   {"oauth_signature_method", "HMAC-SHA1"},
                   {"oauth_timestamp", std::to_string(timestamp)},
                   {"oauth_version", "1.0"}};
  if (!keys.token.empty()) {
    parameters.emplace_back("oauth_token", keys.token);
  }
  return parameters;
}

/// Digits only: some servers want no others.
std::string new_nonce() {
  std::string nonce;
  for (const std::uint8_t byte : random_bytes(nonce_bytes)) {
    nonce += fmt::format("{:03}", byte);
  }
  return nonce;
}

} // namespace

std::string oauth1_base_string(const HttpRequest& request, const OAuth1Keys& keys, std::string_view nonce,
                               EpochSeconds timestamp) {
  Url url = Url::parse(request.url);
  Query parameters = protocol_parameters(keys, nonce, timestamp);
  for (const std::string& text : {url.query, request.body}) {
    for (auto& one : parse_query(text)) {
      parameters.push_back(std::move(one));
    }
  }
  for (auto& [name, value] : parameters) {
    name = percent_encoded(name);
    value = percent_encoded(value);
  }
  std::sort(parameters.begin(), parameters.end());
  std::string joined;
  for (const auto& [name, value] : parameters) {
    joined += fmt::format("{}{}={}", joined.empty() ? "" : "&", name, value);
  }
  url.query.clear();
  return fmt::format("{}&{}&{}", request.method, percent_encoded(url.text()), percent_encoded(joined));
}

std::string oauth1_signature(const HttpRequest& request, const OAuth1Keys& keys, std::string_view nonce,
                             EpochSeconds timestamp) {
  const Secret key(fmt::format("{}&{}", percent_encoded(keys.consumer_secret.reveal()),
                               percent_encoded(keys.token_secret.reveal())));
  const std::string base = oauth1_base_string(request, keys, nonce, timestamp);
  return base64(hmac_sha1(as_bytes(key.reveal()), as_bytes(base)));
}

void oauth1_sign(HttpRequest& request, const OAuth1Keys& keys, EpochSeconds timestamp) {
  const std::string nonce = new_nonce();
  std::string line = "OAuth ";
  for (const auto& [name, value] : protocol_parameters(keys, nonce, timestamp)) {
    line += fmt::format("{}=\"{}\", ", name, percent_encoded(value));
  }
  line += fmt::format("oauth_signature=\"{}\"", percent_encoded(oauth1_signature(request, keys, nonce, timestamp)));
  request.headers.set("Authorization", line);
}

} // namespace tracekit::net
