// SPDX-License-Identifier: MIT
#include "webhook_metrics.hpp"

namespace tracekit::web {
namespace {

std::string_view word_of(WebhookMetrics::Outcome outcome) {
  switch (outcome) {
  case WebhookMetrics::Outcome::unknown_account:
    return "unknown_account";
  case WebhookMetrics::Outcome::refused:
    return "refused";
  case WebhookMetrics::Outcome::accepted:
    break;
  }
  return "accepted";
}

} // namespace

void WebhookMetrics::count(const std::string& provider, Outcome outcome, std::uint64_t number) {
  if (number > 0) {
    const std::lock_guard lock(mutex_);
    counts_[{provider, outcome}] += number;
  }
}

app::MetricFamily WebhookMetrics::family() const {
  app::MetricFamily family{"tracekit_webhook_events", app::MetricType::counter, "",
                           "Events that providers sent to this process, by what became of them."};
  const std::lock_guard lock(mutex_);
  for (const auto& [key, count] : counts_) {
    family.samples.push_back({"_total", app::metric_labels({{"provider", key.first}, {"outcome", word_of(key.second)}}),
                              static_cast<double>(count)});
  }
  return family;
}

} // namespace tracekit::web
