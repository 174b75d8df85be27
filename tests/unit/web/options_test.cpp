// SPDX-License-Identifier: MIT
#include "options.hpp"

#include <catch2/catch.hpp>

#include "base/error.hpp"

using namespace tracekit;
using namespace tracekit::web;

TEST_CASE("an address is an IPv4 address and a port, or a port of this machine") {
  CHECK(listen_address("127.0.0.1:5000", false).port == 5000);
  CHECK(listen_address("8080", false).address == "127.0.0.1");
  CHECK(listen_address("127.1.2.3:0", false).address == "127.1.2.3");
  for (const char* text : {"", ":", "localhost:5000", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
                           "127.0.0.1:5000s", "[::1]:5000", ":5000", "127.0.0.1:5000,0.0.0.0:5000"}) {
    INFO(text);
    CHECK_THROWS_AS(listen_address(text, true), Error);
  }
}

TEST_CASE("what others can reach is only listened on behind a proxy") {
  CHECK_THROWS_WITH(listen_address("0.0.0.0:5000", false), Catch::Contains("others could reach this address"));
  CHECK_THROWS_AS(listen_address("192.0.2.1:5000", false), Error);
  CHECK(listen_address("0.0.0.0:5000", true).address == "0.0.0.0");
}
