// SPDX-License-Identifier: MIT
#include "http/message.hpp"

#include <catch2/catch.hpp>

using namespace tracekit;
using namespace tracekit::web;

TEST_CASE("a request names its host once") {
  CHECK(problem_of({}) == 400);
  CHECK(problem_of({{"Host", "localhost"}}) == std::nullopt);
  CHECK(problem_of({{"Host", "localhost"}, {"hOST", "localhost"}}) == 400);
}

TEST_CASE("a line that is meant once stands once") {
  for (const char* name : {"Authorization", "Content-Length", "Content-Type", "Transfer-Encoding"}) {
    INFO(name);
    CHECK(problem_of({{"Host", "localhost"}, {name, "1"}}) == std::nullopt);
    CHECK(problem_of({{"Host", "localhost"}, {name, "1"}, {name, "1"}}) == 400);
  }
  CHECK(problem_of({{"Host", "localhost"}, {"Accept", "a"}, {"Accept", "b"}}) == std::nullopt);
}

TEST_CASE("a length is told in one way") {
  CHECK(problem_of({{"Host", "localhost"}, {"Content-Length", "1"}, {"Transfer-Encoding", "chunked"}}) == 400);
}

TEST_CASE("the first of equal names in a query counts") {
  Request request;
  request.query = net::parse_query("a=1&b=&a=2");
  CHECK(request.asked("a") == "1");
  CHECK(request.asked("b") == "");
  CHECK(request.asked("c") == std::nullopt);
}
