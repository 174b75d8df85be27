// SPDX-License-Identifier: MIT
#include "app/api_tokens.hpp"

#include <catch2/catch.hpp>

using namespace tracekit;
using namespace tracekit::app;

TEST_CASE("a wider scope contains the narrower ones, and metrics are the narrowest") {
  const auto allowed = [](const std::string& scopes) {
    store::ApiToken token;
    token.scopes = scopes;
    std::string words;
    for (const char* word : {"metrics", "read", "write", "admin"}) {
      words += allows(token, token_scope_of(word)) ? std::string(word) + " " : "";
    }
    return words;
  };
  CHECK(allowed("metrics") == "metrics ");
  CHECK(allowed("read") == "metrics read ");
  CHECK(allowed("write") == "metrics read write ");
  CHECK(allowed("metrics admin") == "metrics read write admin ");
  CHECK(allowed("").empty());
  CHECK(allowed("administrator").empty());
}

TEST_CASE("how long a token is good is told in days or hours") {
  CHECK(token_expiry("90d", 1000) == 1000 + 90 * 86'400);
  CHECK(token_expiry("12h", 1000) == 1000 + 12 * 3600);
  CHECK(token_expiry("never", 1000) == std::nullopt);
  for (const char* text : {"", "d", "90", "-1d", "0d", "1.5d", "1w", "1000000d", "9999999999999999999d", "90 days"}) {
    INFO(text);
    CHECK_THROWS_AS(token_expiry(text, 1000), Error);
  }
}
