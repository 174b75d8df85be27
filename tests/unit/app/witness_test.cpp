// SPDX-License-Identifier: MIT
#include "app/doctor/witness.hpp"

#include <catch2/catch.hpp>

#include "unit/net/fake_transport.hpp"

using namespace tracekit;
using namespace tracekit::test;

namespace {

constexpr const char* noon = "Sun, 03 Aug 2025 12:00:00 GMT";
constexpr EpochSeconds noon_s = 1754222400;

/// A witness over scripted answers, at some time of its own clock.
struct Watched {
  FakeTransport::Script script;
  FixedClock clock;
  app::Witness witness;
  std::vector<double> pauses;

  explicit Watched(EpochSeconds now, double patience_s = 10) : clock(now), witness("Polar", clock, patience_s) {}

  net::Surroundings surroundings() {
    net::Surroundings plain;
    plain.transport = [this] { return std::make_unique<FakeTransport>(script); };
    plain.sleeper = [this](double seconds, const Cancellation&) { pauses.push_back(seconds); };
    return witness.watch(plain);
  }
  void ask(const net::HttpRequest& request = get()) { surroundings().transport()->exchange(request, Cancellation()); }
};

} // namespace

TEST_CASE("the witness learns how far this clock is off from an answer that comes anyway") {
  Watched a(noon_s + 90);
  CHECK_FALSE(a.witness.clock_ahead_s());
  a.script.steps = {answer(403, {{"Date", noon}}), answer(200, {{"Date", "some day"}})};
  a.ask();
  CHECK(a.witness.clock_ahead_s() == 90);
  a.ask();
  CHECK(a.witness.clock_ahead_s() == 90);
  Watched behind(noon_s - 3600);
  behind.script.steps = {answer(200, {{"Date", noon}})};
  behind.ask();
  CHECK(behind.witness.clock_ahead_s() == -3600);
}

TEST_CASE("requests get no more time than is left, and none once it is over") {
  Watched a(noon_s, 5);
  a.ask();
  REQUIRE(a.script.asked.size() == 1);
  CHECK(a.script.asked[0].timeouts.total_s <= 5);
  CHECK(a.script.asked[0].timeouts.connect_s <= 5);
  net::HttpRequest hasty = get();
  hasty.timeouts.total_s = 1;
  a.ask(hasty);
  CHECK(a.script.asked[1].timeouts.total_s == 1);

  Watched impatient(noon_s, 0);
  try {
    impatient.ask();
    FAIL("it was asked");
  } catch (const net::NetworkError&) {
    FAIL("that would be tried again");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::network);
    CHECK(std::string(error.what()) == "Polar did not answer in 0 s");
  }
  CHECK(impatient.script.asked.empty());
}

TEST_CASE("short pauses are made, and long ones told with the time at which they end") {
  Watched a(noon_s);
  const net::Surroundings surroundings = a.surroundings();
  surroundings.sleeper(0.5, Cancellation());
  CHECK(a.pauses == std::vector<double>{0.5});
  try {
    surroundings.sleeper(20.2, Cancellation());
    FAIL("it waited");
  } catch (const RateLimited& limit) {
    CHECK(limit.resets_at() == noon_s + 21);
  }
  CHECK(a.pauses.size() == 1);
}
