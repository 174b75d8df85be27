// SPDX-License-Identifier: MIT
#include "net/oauth1.hpp"

#include <catch2/catch.hpp>

using namespace tracekit;
using namespace tracekit::net;

namespace {

OAuth1Keys keys() {
  OAuth1Keys keys;
  keys.consumer_key = "11111111-2222-3333-4444-555555555555";
  keys.consumer_secret = Secret("NotTheRealConsumerSecret0123456789");
  return keys;
}

} // namespace

TEST_CASE("OAuth 1 signs the parameters of the query") {
  HttpRequest request;
  request.url =
      "https://connectapi.garmin.com/oauth-service/oauth/preauthorized?ticket=ST-0123456-AbCdEfGhIjKlMnOpQrSt-cas"
      "&login-url=https://sso.garmin.com/sso/embed&accepts-mfa-tokens=true";
  CHECK(
      oauth1_base_string(request, keys(), "1234567890987654321", 1'790'000'000) ==
      "GET&https%3A%2F%2Fconnectapi.garmin.com%2Foauth-service%2Foauth%2Fpreauthorized&accepts-mfa-tokens%3Dtrue%26"
      "login-url%3Dhttps%253A%252F%252Fsso.garmin.com%252Fsso%252Fembed%26oauth_consumer_key%3D11111111-2222-3333-4444-"
      "555555555555%26oauth_nonce%3D1234567890987654321%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%"
      "3D1790000000%26oauth_version%3D1.0%26ticket%3DST-0123456-AbCdEfGhIjKlMnOpQrSt-cas");
  CHECK(oauth1_signature(request, keys(), "1234567890987654321", 1'790'000'000) == "OHD8UZajLRiebOsVci9ys5uaIe4=");
}

TEST_CASE("OAuth 1 signs the parameters of a form with a token") {
  HttpRequest request;
  request.method = "POST";
  request.url = "https://connectapi.garmin.com/oauth-service/oauth/exchange/user/2.0";
  request.body = "mfa_token=MFA-123-AbCdEf-cas";
  OAuth1Keys signer = keys();
  signer.token = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
  signer.token_secret = Secret("TokenSecretTokenSecretTokenSecret01");
  CHECK(oauth1_signature(request, signer, "1234567890987654322", 1'790'000'001) == "bfxtEmG6PL/Fv88wHbZRPzmOARw=");
}

TEST_CASE("OAuth 1 writes what it signed into the header and never the secrets") {
  HttpRequest request;
  request.url = "https://polar.example/x";
  oauth1_sign(request, keys(), 1'790'000'000);
  const std::string line = request.headers.find("Authorization").value_or("");
  CHECK_THAT(line,
             Catch::StartsWith("OAuth oauth_consumer_key=\"11111111-2222-3333-4444-555555555555\", oauth_nonce=\""));
  CHECK_THAT(line, Catch::Contains("oauth_signature=\""));
  CHECK_THAT(line, !Catch::Contains("NotTheReal"));
}
