// SPDX-License-Identifier: MIT
#include "providers/strava/limits.hpp"

#include <algorithm>

namespace tracekit::strava {
namespace {

constexpr int too_many = 429;
constexpr std::int64_t smallest_limit = 100; ///< of an application that never asked for more
constexpr EpochSeconds quarter_hour = 900;

} // namespace

std::vector<net::LimitWindow> limits_of(const net::HttpResponse& response, EpochSeconds now) {
  static const net::LimitReader overall = net::quarter_hour_and_day_limits("X-RateLimit-Limit", "X-RateLimit-Usage");
  static const net::LimitReader reading =
      net::quarter_hour_and_day_limits("X-ReadRateLimit-Limit", "X-ReadRateLimit-Usage");
  std::vector<net::LimitWindow> windows = overall(response, now);
  for (net::LimitWindow& window : reading(response, now)) {
    windows.push_back(std::move(window));
  }
  const bool told = response.headers.find("Retry-After") ||
                    std::any_of(windows.begin(), windows.end(),
                                [](const net::LimitWindow& window) { return window.used >= window.limit; });
  if (response.status == too_many && !told) {
    windows.push_back({"15 minutes", smallest_limit, smallest_limit, (now / quarter_hour + 1) * quarter_hour});
  }
  return windows;
}

} // namespace tracekit::strava
