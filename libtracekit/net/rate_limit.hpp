// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "net/http.hpp"

namespace tracekit::net {

/// One of a provider's limits as its last answer told it.
struct LimitWindow {
  std::string name; ///< for messages: "15 minutes", "day"
  std::int64_t limit = 0;
  std::int64_t used = 0;
  EpochSeconds resets_at = 0;
};

/// Reads the windows from the headers of an answer; none where it tells nothing.
using LimitReader = std::function<std::vector<LimitWindow>(const HttpResponse&, EpochSeconds now)>;

/// A limit that we keep by ourselves: at most so many requests in so many seconds.
struct FixedBudget {
  std::int64_t requests = 0;
  EpochSeconds seconds = 1;
};

/// `X-RateLimit-Limit: 200,2000` with `X-RateLimit-Usage: 8,151`: quarter hours and days of UTC, as Strava writes them.
/// Missing and malformed parts tell nothing.
LimitReader quarter_hour_and_day_limits(std::string limit_header, std::string usage_header);

/// Knows how long to wait before the next request so that no limit is hit. Pure: asks only the clock.
class RateLimit {
public:
  RateLimit(std::vector<FixedBudget> budgets, LimitReader reader, const Clock& clock)
      : budgets_(std::move(budgets)), reader_(std::move(reader)), clock_(clock) {}

  struct Wait {
    EpochSeconds until = 0;
    std::string why; ///< names the limit
  };
  /// Nothing when a request may be sent now.
  [[nodiscard]] std::optional<Wait> before_request() const;

  /// A request is sent now.
  void sent();

  /// Learns from an answer.
  void learn(const HttpResponse& response);

private:
  std::vector<FixedBudget> budgets_;
  LimitReader reader_;
  const Clock& clock_;
  std::deque<EpochSeconds> sent_; ///< the newest, as many as the largest budget
  std::map<std::string, LimitWindow> windows_;
};

} // namespace tracekit::net
