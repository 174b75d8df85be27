// SPDX-License-Identifier: MIT
#include "base/error.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <set>
#include <string>

namespace {

using tracekit::ErrorKind;

struct Expected {
  ErrorKind kind;
  std::string name;
  int exit_code;
};

const std::array<Expected, 11> kinds{{
    {ErrorKind::usage, "usage", 2},
    {ErrorKind::config, "config", 2},
    {ErrorKind::input, "input", 1},
    {ErrorKind::not_found, "not_found", 1},
    {ErrorKind::auth, "auth", 5},
    {ErrorKind::rate_limit, "rate_limit", 4},
    {ErrorKind::network, "network", 1},
    {ErrorKind::provider, "provider", 1},
    {ErrorKind::database, "database", 1},
    {ErrorKind::conflict, "conflict", 1},
    {ErrorKind::interrupted, "interrupted", 130},
}};

} // namespace

TEST_CASE("every kind of error has its own name and the documented exit code") {
  std::set<std::string> names;
  for (const Expected& expected : kinds) {
    CAPTURE(expected.name);
    CHECK(std::string(tracekit::to_string(expected.kind)) == expected.name);
    CHECK(tracekit::exit_code(expected.kind) == expected.exit_code);
    names.insert(std::string(tracekit::to_string(expected.kind)));
  }
  CHECK(names.size() == kinds.size());
}

TEST_CASE("an error carries its kind, its sentence and a hint") {
  const tracekit::Error error(ErrorKind::auth, "Strava no longer accepts the sign-in", "run tracekit auth strava");
  CHECK(error.kind() == ErrorKind::auth);
  CHECK(std::string(error.what()) == "Strava no longer accepts the sign-in");
  CHECK(error.hint() == "run tracekit auth strava");
  CHECK(tracekit::Error(ErrorKind::input, "x").hint().empty());
}
