// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "app/metrics.hpp"

namespace tracekit::web {

/// Counts what this process answered. Thread-safe.
class RequestMetrics {
public:
  /// `route` is a pattern, empty for what no route answers; `method` as it was sent.
  void count(const std::string& route, const std::string& method, int status, double duration_s);
  [[nodiscard]] std::vector<app::MetricFamily> families() const;

private:
  static constexpr std::array bucket_ends{0.005, 0.025, 0.1, 0.5, 1.0, 2.5, 10.0};
  struct Durations {
    std::array<std::uint64_t, bucket_ends.size() + 1> counts{}; ///< the last is of the longer ones
    double sum_s = 0;
  };
  using Place = std::pair<std::string, std::string>; ///< route and method

  mutable std::mutex mutex_;
  std::map<std::tuple<std::string, std::string, int>, std::uint64_t> answers_;
  std::map<Place, Durations> durations_;
};

} // namespace tracekit::web
