// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "base/encoding.hpp"
#include "base/error.hpp"
#include "providers/garmin/cookies.hpp"
#include "providers/garmin/ticket.hpp"
#include "providers/garmin/token_calls.hpp"
#include "providers/garmin/token_files.hpp"
#include "support/temporary_folder.hpp"

using namespace tracekit;
using namespace tracekit::garmin;

namespace {

Hosts hosts() {
  Hosts hosts;
  hosts.domain = world;
  hosts.sso = "https://sso.garmin.com";
  return hosts;
}

std::string ticket_and_service(const std::string& pasted) {
  const ServiceTicket found = ticket_in(Secret(pasted), hosts());
  return found.ticket.reveal() + " " + found.service;
}

/// Of invented content, as garth writes it.
constexpr const char* blob =
    "W3sib2F1dGhfdG9rZW4iOiAiYWFhYWFhYWEtYmJiYi1jY2NjLWRkZGQtZWVlZWVlZWVlZWVlIiwgIm9hdXRoX3Rva2VuX3NlY3JldCI6ICJzM2Ny"
    "ZXQiLCAibWZhX3Rva2VuIjogbnVsbCwgIm1mYV9leHBpcmF0aW9uX3RpbWVzdGFtcCI6IG51bGwsICJkb21haW4iOiAiZ2FybWluLmNvbSJ9LCB7"
    "InNjb3BlIjogIkNPTk5FQ1RfUkVBRCBDT05ORUNUX1dSSVRFIiwgImp0aSI6ICJqIiwgInRva2VuX3R5cGUiOiAiQmVhcmVyIiwgImFjY2Vzc190"
    "b2tlbiI6ICJhdCIsICJyZWZyZXNoX3Rva2VuIjogInJ0IiwgImV4cGlyZXNfaW4iOiA4NjAwMCwgImV4cGlyZXNfYXQiOiAxNzkwMDg2MDAwLCAi"
    "cmVmcmVzaF90b2tlbl9leHBpcmVzX2luIjogMjU5MTk5OSwgInJlZnJlc2hfdG9rZW5fZXhwaXJlc19hdCI6IDE3OTI1OTE5OTl9XQ==";

std::string access_token() {
  return "eyJhbGciOiJub25lIn0." +
         base64_url(as_bytes(R"({"client_id":"GARMIN_CONNECT_MOBILE_IOS_DI","exp":1790000000})")) + ".x";
}

ErrorKind kind_of(const std::string& text, const char* domain = world) {
  try {
    tokens_in_text(text, domain);
  } catch (const Error& error) {
    return error.kind();
  }
  FAIL("it was taken");
  return ErrorKind::usage;
}

} // namespace

TEST_CASE("Garmin's ticket is found bare, in an address and in an answer") {
  CHECK(ticket_and_service(" ST-0123456-AbCdEf-cas\n") == "ST-0123456-AbCdEf-cas https://sso.garmin.com/sso/embed");
  CHECK(ticket_and_service("ST-0123456-AbCdEf-sso") ==
        "ST-0123456-AbCdEf-sso https://mobile.integration.garmin.com/gcm/android");
  CHECK(ticket_and_service("https://sso.garmin.com/sso/embed?ticket=ST-0123456-AbCdEf-cas&x=1") ==
        "ST-0123456-AbCdEf-cas https://sso.garmin.com/sso/embed");
  CHECK(ticket_and_service(R"({"serviceURL": "https://mobile.integration.garmin.com/gcm/ios",
                               "serviceTicketId": "ST-0123456-AbCdEf-sso"})") ==
        "ST-0123456-AbCdEf-sso https://mobile.integration.garmin.com/gcm/ios");
}

TEST_CASE("what is no ticket of Garmin's is refused") {
  for (const char* text : {"", "hello", "ST-", "ST-12 34567-AbCdEf-cas", "ST-0123456-AbCdEf-cas; rm",
                           "https://sso.garmin.com/sso/embed"}) {
    CHECK_THROWS_WITH(ticket_in(Secret(text), hosts()), "there is no ticket in what was pasted");
  }
}

TEST_CASE("Garmin's page for a ticket asks for the address that the exchange names") {
  CHECK(
      ticket_page(hosts()) ==
      "https://sso.garmin.com/sso/signin?id=gauth-widget&embedWidget=true&gauthHost=https%3A%2F%2Fsso.garmin.com%2Fsso"
      "&service=https%3A%2F%2Fsso.garmin.com%2Fsso%2Fembed&source=https%3A%2F%2Fsso.garmin.com%2Fsso%2Fembed"
      "&redirectAfterAccountLoginUrl=https%3A%2F%2Fsso.garmin.com%2Fsso%2Fembed"
      "&redirectAfterAccountCreationUrl=https%3A%2F%2Fsso.garmin.com%2Fsso%2Fembed");
}

TEST_CASE("the claims of Garmin's access tokens are read and nothing else is trusted") {
  const Claims claims = claims_of(Secret(access_token()));
  CHECK(claims.client_id == "GARMIN_CONNECT_MOBILE_IOS_DI");
  CHECK(claims.expires_at == 1'790'000'000);
  for (const std::string& text :
       std::vector<std::string>{"", "x", "a.b.c", "a." + base64_url(as_bytes("[1]")) + ".c",
                                "a." + base64_url(as_bytes(R"({"exp":"soon","client_id":7})"))}) {
    CHECK(claims_of(Secret(text)).client_id.empty());
    CHECK_FALSE(claims_of(Secret(text)).expires_at.has_value());
  }
}

TEST_CASE("a sign-in keeps the cookies that it was given") {
  Cookies cookies;
  cookies.take({200, {{"set-cookie", "SESSION=a=b; Path=/; Secure"}, {"Set-Cookie", "__cflb=1"}}, ""});
  cookies.take({200, {{"Set-Cookie", "__cflb=2; HttpOnly"}}, ""});
  net::HttpRequest request;
  cookies.give(request);
  CHECK(request.headers.find("Cookie") == "SESSION=a=b; __cflb=2");
}

TEST_CASE("tokens of garth are taken over from its line and from its folder") {
  const net::Tokens line = tokens_in_text(std::string(blob) + "\n", world);
  CHECK(line.access.reveal() == "at");
  CHECK(line.refresh.reveal() == "oauth_token=aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee&oauth_token_secret=s3cret");
  CHECK(line.expires_at == 1'790'086'000);
  CHECK(line.extra.at("kind") == "oauth1");
  test::TemporaryFolder folder;
  folder.write("oauth1_token.json", R"({"oauth_token": "t", "oauth_token_secret": "s", "mfa_token": "MFA-1-cas",
    "mfa_expiration_timestamp": "2027-03-18T05:33:02", "domain": "garmin.com", "more": []})");
  folder.write("oauth2_token.json", R"({"access_token": "at", "expires_at": 1790081790, "refresh_token": "unused"})");
  for (const auto& path : {folder.path(), folder / "oauth1_token.json", folder / "oauth2_token.json"}) {
    const net::Tokens tokens = tokens_in_files(path, world);
    CHECK(tokens.refresh.reveal() == "oauth_token=t&oauth_token_secret=s&mfa_token=MFA-1-cas");
    CHECK(tokens.expires_at == 1'790'081'790);
  }
}

TEST_CASE("tokens of garminconnect and of pirate-garmin are taken over with their client") {
  test::TemporaryFolder folder;
  folder.write("garmin_tokens.json", R"({"di_token": ")" + access_token() +
                                         R"(", "di_refresh_token": "r", "di_client_id": "GARMIN_OLD_DI"})");
  for (const auto& path : {folder.path(), folder / "garmin_tokens.json"}) {
    const net::Tokens tokens = tokens_in_files(path, world);
    CHECK(tokens.access.reveal() == access_token());
    CHECK(tokens.refresh.reveal() == "r");
    CHECK(tokens.expires_at == 1'790'000'000);
    CHECK(tokens.extra == std::map<std::string, std::string>{{"client_id", "GARMIN_OLD_DI"}});
  }
  const net::Tokens pirate = tokens_in_text(
      R"({"loginClientId": "x", "di": {"clientId": "C", "token": {"access_token": "a", "refresh_token": "r"}}, "it": {}})",
      world);
  CHECK(pirate.access.reveal() == "a");
  CHECK(pirate.extra.at("client_id") == "C");
  CHECK_FALSE(pirate.expires_at.has_value());
}

TEST_CASE("files without tokens of Garmin are refused in words") {
  for (const char* text :
       {"", "{", "[]", "[1, 2]", "{}", "not base64!", "bm8=", R"({"di_token": "a"})",
        R"({"di_token": 7, "di_refresh_token": null})", R"({"di": {}})", R"({"di": {"token": null}})",
        R"([{"oauth_token": "t"}, {"access_token": "a"}])",
        R"([{"oauth_token": "t", "oauth_token_secret": "s", "domain": "evil.example"}, {"access_token": "a"}])"}) {
    INFO(text);
    CHECK(kind_of(text) == ErrorKind::input);
  }
  CHECK(kind_of(blob, china) == ErrorKind::config);
  test::TemporaryFolder folder;
  CHECK_THROWS_WITH(tokens_in_files(folder.path(), world), Catch::Contains("has none"));
  CHECK_THROWS_AS(tokens_in_files(folder / "missing.json", world), Error);
}
