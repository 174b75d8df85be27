// SPDX-License-Identifier: MIT
#include "password_attempts.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>
#include <vector>

#include "base/error.hpp"

using namespace tracekit;
using web::PasswordAttempts;

namespace {

Account signed_in_by_code(const CodeQuestion& ask_code) {
  const Secret code = ask_code("email");
  return {"1", std::string(code.reveal())};
}

} // namespace

TEST_CASE("a sign-in waits for its code between two requests") {
  PasswordAttempts attempts;
  const PasswordAttempts::Step first = attempts.begin(1, signed_in_by_code);
  CHECK(first.how == "email");
  CHECK_THROWS_AS(attempts.go_on(2, first.attempt, Secret("1234")), Error);
  CHECK(attempts.go_on(1, first.attempt, Secret("1234")).account->name == "1234");
  CHECK_THROWS_AS(attempts.go_on(1, first.attempt, Secret("1234")), Error);
}

TEST_CASE("of the sign-ins that a person begins at once the last one goes on, and each of the others ends") {
  PasswordAttempts attempts;
  std::atomic<int> asked = 0;
  std::atomic<int> ended = 0;
  std::vector<std::thread> tabs;
  for (int i = 0; i < 16; ++i) {
    tabs.emplace_back([&] {
      try {
        asked += attempts.begin(1, signed_in_by_code).account ? 0 : 1;
      } catch (const Error&) { // another one took its place before it could ask
        ++ended;
      }
    });
  }
  for (std::thread& tab : tabs) {
    tab.join();
  }
  CHECK(asked + ended == 16);
  CHECK(asked >= 1);
}
