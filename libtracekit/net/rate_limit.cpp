// SPDX-License-Identifier: MIT
#include "net/rate_limit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace tracekit::net {
namespace {

constexpr EpochSeconds quarter_hour = 900;
constexpr EpochSeconds day = 86400;

EpochSeconds end_of_period(EpochSeconds now, EpochSeconds length) { return (now / length + 1) * length; }

std::optional<std::int64_t> part(const std::optional<std::string>& line, std::size_t index) {
  if (!line) {
    return std::nullopt;
  }
  const auto parts = split(*line, ',');
  return index < parts.size() ? parse_integer(parts[index]) : std::nullopt;
}

} // namespace

LimitReader quarter_hour_and_day_limits(std::string limit_header, std::string usage_header) {
  return [limit_header = std::move(limit_header), usage_header = std::move(usage_header)](const HttpResponse& response,
                                                                                          EpochSeconds now) {
    struct Period {
      const char* name;
      EpochSeconds length;
    };
    constexpr Period periods[] = {{"15 minutes", quarter_hour}, {"day", day}};
    std::vector<LimitWindow> windows;
    for (std::size_t i = 0; i < std::size(periods); ++i) {
      const auto limit = part(response.headers.find(limit_header), i);
      const auto used = part(response.headers.find(usage_header), i);
      if (limit && used && *limit > 0 && *used >= 0) {
        windows.push_back({fmt::format("{} ({})", periods[i].name, limit_header), *limit, *used,
                           end_of_period(now, periods[i].length)});
      }
    }
    return windows;
  };
}

std::optional<RateLimit::Wait> RateLimit::before_request() const {
  const EpochSeconds now = clock_.now();
  std::optional<Wait> longest;
  const auto consider = [&](EpochSeconds until, const std::string& why) {
    if (until > now && (!longest || until > longest->until)) {
      longest = Wait{until, why};
    }
  };
  for (const FixedBudget& budget : budgets_) {
    const auto count = static_cast<std::size_t>(budget.requests);
    if (sent_.size() >= count) {
      consider(sent_[sent_.size() - count] + budget.seconds,
               fmt::format("{} requests in {} s", budget.requests, budget.seconds));
    }
  }
  for (const auto& [name, window] : windows_) {
    if (window.used >= window.limit) {
      consider(window.resets_at, fmt::format("{} requests a {}", window.limit, name));
    }
  }
  return longest;
}

void RateLimit::sent() {
  std::size_t most = 0;
  for (const FixedBudget& budget : budgets_) {
    most = std::max(most, static_cast<std::size_t>(budget.requests));
  }
  sent_.push_back(clock_.now());
  while (sent_.size() > most) {
    sent_.pop_front();
  }
}

void RateLimit::learn(const HttpResponse& response) {
  if (reader_) {
    for (LimitWindow& window : reader_(response, clock_.now())) {
      std::string name = window.name;
      windows_.insert_or_assign(std::move(name), std::move(window));
    }
  }
}

} // namespace tracekit::net
