// SPDX-License-Identifier: MIT
#include "net/http_client.hpp"

#include <catch2/catch.hpp>

#include "unit/net/fake_transport.hpp"

using namespace tracekit;
using namespace tracekit::net;
using namespace tracekit::test;

namespace {

const NetworkError lost("polar.example: the connection was lost", false);
const NetworkError refused_connection("polar.example: the connection was refused", true);

} // namespace

TEST_CASE("reading is tried four times with growing pauses") {
  for (const int status : {500, 502, 503, 504, 522}) {
    ScriptedClient a;
    a.script.steps = {answer(status), answer(status), answer(status), answer(200)};
    CHECK(a.make().send(get()).status == 200);
    REQUIRE(a.waits.size() == 3);
    CHECK(a.waits[0] >= 0.25);
    CHECK(a.waits[0] <= 0.375);
    CHECK(a.waits[2] >= 1.0);
    CHECK(a.waits[2] <= 1.5);
  }
  ScriptedClient a;
  a.script.steps = {lost, lost, lost, lost, answer(200)};
  auto client = a.make();
  CHECK_THROWS_AS(client.send(get()), NetworkError);
  CHECK(a.script.asked.size() == 4);
}

TEST_CASE("a write that may have arrived is never sent again") {
  for (const char* method : {"PUT", "POST", "DELETE", "PATCH"}) {
    ScriptedClient a;
    auto client = a.make();
    a.script.steps = {lost};
    CHECK_THROWS_AS(client.send(write(method)), NetworkError);
    a.script.steps = {answer(503)};
    CHECK_THROWS_WITH(client.send(write(method)), "Polar has trouble: it answered 503");
    CHECK(a.script.asked.size() == 2);
    CHECK(a.waits.empty());
  }
}

TEST_CASE("what is signed for one try is signed anew for the next") {
  ScriptedClient a;
  a.script.steps = {answer(503), lost, answer(200)};
  HttpRequest request = get();
  request.sign = [tries = 0](HttpRequest& one_try) mutable {
    one_try.headers.set("Authorization", "try " + std::to_string(++tries));
  };
  CHECK(a.make().send(request).status == 200);
  REQUIRE(a.script.asked.size() == 3);
  CHECK(a.script.asked[0].headers.find("Authorization") == "try 1");
  CHECK(a.script.asked[2].headers.find("Authorization") == "try 3");
}

TEST_CASE("a write is sent again when it never left, was turned away or may be repeated") {
  ScriptedClient a;
  auto client = a.make();
  a.script.steps = {refused_connection, answer(429), answer(200)};
  CHECK(client.send(write()).status == 200);
  a.script.steps = {lost, answer(503), answer(200)};
  HttpRequest repeatable = write();
  repeatable.repeatable = true;
  CHECK(client.send(repeatable).status == 200);
}

TEST_CASE("what a server asks for with Retry-After is kept") {
  SECTION("in seconds") {
    ScriptedClient a;
    a.script.steps = {answer(429, {{"retry-after", "7"}}), answer(200)};
    CHECK(a.make().send(get()).status == 200);
    CHECK(a.waits == std::vector<double>{7});
  }
  SECTION("as a date") {
    ScriptedClient a;
    a.script.steps = {answer(503, {{"Retry-After", "Thu, 09 Oct 2025 08:53:31 GMT"}}), answer(200)};
    CHECK(a.make().send(get()).status == 200);
    CHECK(a.waits == std::vector<double>{11});
  }
  SECTION("nonsense is passed over") {
    for (const char* text : {"soon", "", "-5", "nan", "Thu, 09 Foo 2025 08:53:31 GMT", "99999999999999999999"}) {
      const auto seconds = retry_after_s(answer(503, {{"Retry-After", text}}), 0);
      CHECK((!seconds || (*seconds >= 0 && *seconds <= 7 * 86400)));
    }
  }
}

TEST_CASE("a long limit is thrown with the time when it ends") {
  ScriptedClient a;
  a.script.steps = {answer(429, {{"Retry-After", "600"}})};
  auto client = a.make();
  try {
    client.send(get());
    FAIL("nothing was thrown");
  } catch (const RateLimited& error) {
    CHECK(error.kind() == ErrorKind::rate_limit);
    CHECK(error.resets_at() == 1'760'000'600);
    CHECK(std::string(error.what()) == "Polar takes no more requests for now: its limit is used up");
    CHECK(error.hint() == "it can be asked again from 2025-10-09T09:03:20Z on");
  }
  CHECK(a.waits.empty());
}

TEST_CASE("a limit without an end is thrown after four attempts") {
  ScriptedClient a;
  a.script.steps = {answer(429), answer(429), answer(429), answer(429), answer(200)};
  auto client = a.make();
  CHECK_THROWS_AS(client.send(get()), RateLimited);
  CHECK(a.script.asked.size() == 4);
}

TEST_CASE("a rejected token is renewed once") {
  ScriptedClient a;
  int renewed = 0;
  a.options.authorize = [&](HttpRequest& request) {
    request.headers.set("Authorization", "Bearer " + std::to_string(renewed));
  };
  a.options.renew = [&] { return ++renewed == 1; };
  auto client = a.make();
  SECTION("and the request repeated, a write as well") {
    a.script.steps = {answer(401), answer(200)};
    CHECK(client.send(write()).status == 200);
    CHECK(a.script.asked.at(1).headers.find("authorization") == "Bearer 1");
  }
  SECTION("but not twice") {
    a.script.steps = {answer(401), answer(401), answer(200)};
    try {
      client.send(get());
      FAIL("nothing was thrown");
    } catch (const Unauthorized& error) {
      CHECK(error.kind() == ErrorKind::auth);
      CHECK(error.provider() == "polar");
      CHECK(error.hint() == "run `tracekit auth polar`");
    }
    CHECK(renewed == 1);
  }
}

TEST_CASE("redirects are followed for reading, five at most and only where they may lead") {
  ScriptedClient a;
  auto client = a.make();
  a.script.steps = {answer(302, {{"Location", "https://www.polar.example/y"}}), answer(200)};
  CHECK(client.send(get()).status == 200);
  CHECK(a.script.asked.at(1).url == "https://www.polar.example/y");
  a.script.steps = {answer(302, {{"Location", "http://polar.example/y"}})};
  CHECK_THROWS_WITH(client.send(get()), "Polar sends us on to http://polar.example, which is not followed");
  a.script.steps = {answer(302, {{"Location", "https://evil.org/y"}})};
  CHECK_THROWS_AS(client.send(get()), Error);
  a.script.steps.assign(7, answer(301, {{"Location", "/again"}}));
  CHECK_THROWS_AS(client.send(get()), Error);
  CHECK(a.script.steps.size() == 1);
  a.script.steps = {answer(307, {{"Location", "/y"}})};
  CHECK(client.send(write("POST")).status == 307);
}

TEST_CASE("an error's own words are short and carry no control characters") {
  ScriptedClient a;
  a.options.error_words = [](const HttpResponse& response) { return response.body; };
  auto client = a.make();
  a.script.steps = {answer(422, {}, "No\x1b[31m acti\nvities " + std::string(1000, 'x'))};
  try {
    client.send_or_throw(get(), "list activities");
    FAIL("nothing was thrown");
  } catch (const Error& error) {
    const std::string text = error.what();
    CHECK(text.starts_with("Polar refused to list activities: 422 No [31m acti vities xxx"));
    CHECK(text.size() < 300);
    CHECK(text.find('\x1b') == std::string::npos);
  }
}

TEST_CASE("a limit of our own is kept before it is hit") {
  ScriptedClient a;
  a.options.budgets = {{2, 10}};
  auto client = a.make();
  for (int i = 0; i < 5; ++i) {
    CHECK(client.send(get()).status == 200);
  }
  CHECK(a.waits == std::vector<double>{10, 10});
}

TEST_CASE("a server on this machine is asked without a limit of our own") {
  ScriptedClient a;
  a.options.budgets = {{2, 10}};
  auto client = a.make();
  HttpRequest local = get();
  local.url = "http://127.0.0.1:8080/activities";
  for (int i = 0; i < 5; ++i) {
    CHECK(client.send(local).status == 200);
  }
  CHECK(a.waits.empty());
}

TEST_CASE("a request to stop ends the waiting") {
  Cancellation cancellation;
  cancellation.request();
  CHECK_THROWS_AS(sleep_for(100, cancellation), Error);
}

TEST_CASE("a header with a line break is refused") {
  Headers headers;
  CHECK_THROWS_AS(headers.add("X", "a\r\nY: b"), Error);
  CHECK_THROWS_AS(headers.set("X\n", "a"), Error);
}

TEST_CASE("the time of day in a header is read, and nothing else is") {
  CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == 784111777);
  for (const char* none : {"", "yesterday", "06 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
                           "Sun, 36 Nov 1994 08:49:37 GMT"}) {
    CHECK_FALSE(parse_http_date(none));
  }
}

TEST_CASE("a limit that does not say when it ends is asked again only where the provider bears it") {
  for (const bool bears_it : {true, false}) {
    ScriptedClient client;
    client.options.retry.after_any_limit = bears_it;
    client.script.steps = {answer(429), answer(200)};
    if (bears_it) {
      CHECK(client.make().send(get()).status == 200);
    } else {
      CHECK_THROWS_AS(client.make().send(get()), RateLimited);
    }
    CHECK(client.script.asked.size() == (bears_it ? 2 : 1));
  }
  ScriptedClient told;
  told.options.retry.after_any_limit = false;
  told.script.steps = {answer(429, {{"Retry-After", "1"}}), answer(200)};
  CHECK(told.make().send(get()).status == 200);
}
