// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/store.hpp"

// What an operator watches, as plain values. Neither ids nor addresses, names or paths are in labels.
namespace tracekit::app {

enum class MetricType { counter, gauge, histogram, info };

struct MetricSample {
  std::string suffix; ///< behind the family's name: `_total`, `_bucket` ...
  std::string labels; ///< see `metric_labels`; empty for none
  double value = 0;
};

/// Samples that mean the same. Values are in base units, and the name of a family with a unit ends in it.
struct MetricFamily {
  std::string name;
  MetricType type = MetricType::gauge;
  std::string unit; ///< empty for numbers of things
  std::string help;
  std::vector<MetricSample> samples = {};
};

/// `provider="strava",class="2xx"`, escaped as OpenMetrics and Prometheus want it.
std::string metric_labels(std::initializer_list<std::pair<std::string_view, std::string_view>> labels);

/// Everything about the installation that its database knows: jobs, providers, records, size.
std::vector<MetricFamily> installation_metrics(Store& store, EpochSeconds now);

} // namespace tracekit::app
