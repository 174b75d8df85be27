// SPDX-License-Identifier: MIT
#include "webhook_metrics.hpp"

#include <catch2/catch.hpp>

using namespace tracekit::web;

TEST_CASE("what became of a provider's messages is added up") {
  WebhookMetrics metrics;
  metrics.count("strava", WebhookMetrics::Outcome::accepted, 2);
  metrics.count("strava", WebhookMetrics::Outcome::accepted, 1);
  metrics.count("strava", WebhookMetrics::Outcome::refused, 1);
  metrics.count("ridewithgps", WebhookMetrics::Outcome::unknown_account, 0);
  const auto samples = metrics.family().samples;
  REQUIRE(samples.size() == 2);
  CHECK(samples[0].labels == "provider=\"strava\",outcome=\"accepted\"");
  CHECK(samples[0].value == 3);
  CHECK(samples[1].labels == "provider=\"strava\",outcome=\"refused\"");
}
