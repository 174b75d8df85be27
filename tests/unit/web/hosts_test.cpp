// SPDX-License-Identifier: MIT
#include "hosts.hpp"

#include <catch2/catch.hpp>

using namespace tracekit::web;

TEST_CASE("the server is known by this machine's names and those that it was told") {
  const Hosts hosts("127.0.0.2", {"Tracekit.Example.org", "other.example.org:8443"});
  for (const char* host : {"localhost", "LocalHost:5000", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:5000",
                           "127.0.0.2", "tracekit.example.org", "TRACEKIT.example.org:443", "other.example.org"}) {
    INFO(host);
    CHECK(hosts.knows(host));
  }
  for (const char* host : {"", ":5000", "example.org", "evil.example", "localhost.evil.example", "localhost.",
                           "127.0.0.3", "[::1", "[::2]", "tracekit.example.org.evil.example", "a@localhost"}) {
    INFO(host);
    CHECK_FALSE(hosts.knows(host));
  }
}

TEST_CASE("a request is of this machine unless a proxy brings it") {
  Request request;
  request.peer = "127.0.0.1";
  request.headers = {{"Host", "localhost:5000"}};
  CHECK(is_local(request));

  SECTION("from elsewhere") { request.peer = "192.0.2.1"; }
  SECTION("for a name of the world") { request.headers.set("Host", "tracekit.example.org"); }
  SECTION("with a sign of a proxy") {
    request.headers.set(GENERATE("X-Forwarded-For", "x-forwarded-host", "Forwarded", "Via", "X-Real-IP"), "192.0.2.1");
  }
  CHECK_FALSE(is_local(request));
}
