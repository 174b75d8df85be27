// SPDX-License-Identifier: MIT
#include "app/call_counts.hpp"

#include <fmt/format.h>

#include "app/metrics.hpp"
#include "store/repositories/counters.hpp"

namespace tracekit::app {

void CallCounts::count(const std::string& provider, int status) {
  const std::lock_guard lock(mutex_);
  ++calls_[{provider, status == 0 ? "none" : fmt::format("{}xx", status / 100)}];
}

void CallCounts::keep(Store& store) {
  std::map<std::pair<std::string, std::string>, std::int64_t> calls;
  {
    const std::lock_guard lock(mutex_);
    calls.swap(calls_);
  }
  for (const auto& [call, count] : calls) {
    store::Counters(store.connection())
        .add("tracekit_provider_requests", metric_labels({{"provider", call.first}, {"class", call.second}}),
             static_cast<double>(count));
  }
}

} // namespace tracekit::app
