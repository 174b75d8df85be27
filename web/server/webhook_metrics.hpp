// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "app/metrics.hpp"

namespace tracekit::web {

/// Counts what became of providers' messages. Thread-safe.
class WebhookMetrics {
public:
  enum class Outcome {
    accepted,        ///< events that became work
    unknown_account, ///< events about accounts to which nobody here signed in
    refused,         ///< messages that were not believed, or not understood
  };

  void count(const std::string& provider, Outcome outcome, std::uint64_t number);
  [[nodiscard]] app::MetricFamily family() const;

private:
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, Outcome>, std::uint64_t> counts_;
};

} // namespace tracekit::web
