// SPDX-License-Identifier: MIT
#include "app/doctor/diagnosis.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace tracekit;
using app::Diagnosis;

namespace {

int exit_code_with(std::initializer_list<ErrorKind> broken) {
  Diagnosis diagnosis;
  diagnosis.good("settings", "Settings", "fine");
  diagnosis.attention("changes", "Changes", "one was interrupted", "look");
  diagnosis.not_checked("clock", "Clock", "nobody was asked");
  for (const ErrorKind kind : broken) {
    diagnosis.broken("provider", "Polar", Error(kind, "broken", "mend it"));
  }
  return diagnosis.exit_code();
}

} // namespace

TEST_CASE("what only deserves attention is no failure") { CHECK(exit_code_with({}) == 0); }

TEST_CASE("the exit code tells what mends everything") {
  CHECK(exit_code_with({ErrorKind::auth}) == 5);
  CHECK(exit_code_with({ErrorKind::rate_limit}) == 4);
  CHECK(exit_code_with({ErrorKind::rate_limit, ErrorKind::auth, ErrorKind::auth}) == 5);
  CHECK(exit_code_with({ErrorKind::auth, ErrorKind::database}) == 1);
  CHECK(exit_code_with({ErrorKind::rate_limit, ErrorKind::config}) == 1);
}

TEST_CASE("a diagnosis as JSON tells each check with its kind and its advice") {
  Diagnosis diagnosis;
  diagnosis.add(
      {"provider", "Polar", app::Verdict::broken, "nobody has signed in", "run it", "polar", ErrorKind::auth});
  diagnosis.good("clock", "Clock", "right");
  CHECK(app::to_json(diagnosis) == nlohmann::json::parse(R"({"exit_code": 5, "checks": [
    {"check": "provider", "subject": "Polar", "provider": "polar", "verdict": "broken", "kind": "auth",
     "message": "nobody has signed in", "advice": "run it"},
    {"check": "clock", "subject": "Clock", "provider": null, "verdict": "good", "kind": null,
     "message": "right", "advice": ""}]})"));
}
