// SPDX-License-Identifier: MIT
#include "net/rate_limit.hpp"

#include <catch2/catch.hpp>

using namespace tracekit;
using namespace tracekit::net;

namespace {

constexpr EpochSeconds ten_past = 1'760'000'400; // 2025-10-09T09:00:00Z, and ten minutes to the quarter below

HttpResponse told(const std::string& limit, const std::string& usage) {
  HttpResponse response;
  response.status = 200;
  response.headers.add("x-ratelimit-limit", limit);
  response.headers.add("X-RateLimit-Usage", usage);
  return response;
}

} // namespace

TEST_CASE("a used-up quarter of an hour waits for the next one, a used-up day for midnight") {
  FixedClock clock(ten_past);
  const EpochSeconds quarter = (ten_past / 900 + 1) * 900;
  const EpochSeconds midnight = (ten_past / 86400 + 1) * 86400;
  RateLimit limit({}, quarter_hour_and_day_limits("X-RateLimit-Limit", "X-RateLimit-Usage"), clock);
  CHECK_FALSE(limit.before_request());
  limit.learn(told("200,2000", "199,1500"));
  CHECK_FALSE(limit.before_request());
  limit.learn(told("200,2000", "200,1501"));
  REQUIRE(limit.before_request());
  CHECK(limit.before_request()->until == quarter);
  limit.learn(told("200,2000", "200,2000"));
  CHECK(limit.before_request()->until == midnight);
  limit.learn(told("200,2000", "0,5"));
  CHECK_FALSE(limit.before_request());
}

TEST_CASE("a window that has ended counts no more") {
  FixedClock clock(ten_past);
  RateLimit limit({}, quarter_hour_and_day_limits("X-RateLimit-Limit", "X-RateLimit-Usage"), clock);
  limit.learn(told("200,2000", "200,300"));
  REQUIRE(limit.before_request());
  clock.set(limit.before_request()->until);
  CHECK_FALSE(limit.before_request());
}

TEST_CASE("headers that say nothing teach nothing") {
  FixedClock clock(ten_past);
  RateLimit limit({}, quarter_hour_and_day_limits("X-RateLimit-Limit", "X-RateLimit-Usage"), clock);
  for (const auto& [allowed, used] : std::vector<std::pair<std::string, std::string>>{
           {"", ""}, {",", ","}, {"200,2000", ","}, {"200", "x"}, {"0,0", "0,0"}, {"-1,-1", "5,5"}}) {
    limit.learn(told(allowed, used));
    CHECK_FALSE(limit.before_request());
  }
  limit.learn(HttpResponse{});
  CHECK_FALSE(limit.before_request());
}

TEST_CASE("a fixed budget lets through exactly its number") {
  FixedClock clock(ten_past);
  RateLimit limit({{3, 1}, {5, 60}}, {}, clock);
  for (int i = 0; i < 3; ++i) {
    CHECK_FALSE(limit.before_request());
    limit.sent();
  }
  CHECK(limit.before_request()->until == ten_past + 1);
  clock.set(ten_past + 1);
  for (int i = 0; i < 2; ++i) {
    CHECK_FALSE(limit.before_request());
    limit.sent();
  }
  CHECK(limit.before_request()->until == ten_past + 60);
}
