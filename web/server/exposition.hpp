// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/metrics.hpp"

namespace tracekit::web {

enum class MetricsFormat { prometheus, open_metrics };

/// OpenMetrics 1.0 when it is asked for, else Prometheus' text format 0.0.4, which everybody reads.
MetricsFormat metrics_format_for(std::string_view accept);
std::string content_type_of(MetricsFormat format);

std::string exposition(std::span<const app::MetricFamily> families, MetricsFormat format);

} // namespace tracekit::web
