// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <filesystem>

#include "base/error.hpp"
#include "store/address.hpp"

using tracekit::Error;
using tracekit::sql::Engine;
using tracekit::store::parse_address;

TEST_CASE("three slashes are a relative path and four an absolute one") {
  CHECK(parse_address("sqlite:///metadata.sqlite3").target == "metadata.sqlite3");
  CHECK(parse_address("sqlite:////var/lib/tracekit/db").target == "/var/lib/tracekit/db");
  CHECK(parse_address(" SQLite:///a b.db ").target == "a b.db");
  CHECK(parse_address("sqlite:plain.db").target == "plain.db");
}

TEST_CASE("three slashes before a path that only exists from the root lead there") {
  CHECK(parse_address("sqlite:///usr/include/x.db").target == "/usr/include/x.db");
  CHECK(parse_address("sqlite:///no-such-folder/x.db").target == "no-such-folder/x.db");
}

TEST_CASE("a bare path is a file and an empty one is memory") {
  CHECK(parse_address("/tmp/x.db").target == "/tmp/x.db");
  CHECK(parse_address("metadata.sqlite3").engine == Engine::sqlite);
  CHECK(parse_address("sqlite://").target == ":memory:");
  CHECK(parse_address("sqlite:///:memory:").target == ":memory:");
  CHECK(parse_address(":memory:").target == ":memory:");
}

TEST_CASE("both spellings of postgresql are known") {
  CHECK(parse_address("postgres://anna@host/db").target == "postgresql://anna@host/db");
  CHECK(parse_address("postgresql://host/db").engine == Engine::postgres);
}

TEST_CASE("an address that is none says how one looks and repeats no password") {
  CHECK_THROWS_WITH(parse_address("mysql://anna:secret@host/db"),
                    Catch::Contains("mysql://") && !Catch::Contains("secret"));
  CHECK_THROWS_AS(parse_address(""), Error);
  CHECK_THROWS_AS(parse_address("   "), Error);
  CHECK_THROWS_AS(parse_address("sqlite://relative/x.db"), Error);
}
