// SPDX-License-Identifier: MIT
#include "exposition.hpp"

#include <fmt/format.h>

#include <cmath>

namespace tracekit::web {
namespace {

using app::MetricFamily;
using app::MetricType;

std::string_view type_word(MetricType type, MetricsFormat format) {
  switch (type) {
  case MetricType::counter:
    return "counter";
  case MetricType::histogram:
    return "histogram";
  case MetricType::info:
    return format == MetricsFormat::open_metrics ? "info" : "gauge";
  case MetricType::gauge:
    break;
  }
  return "gauge";
}

std::string value_text(double value) {
  if (std::isnan(value)) {
    return "NaN";
  }
  return std::isinf(value) ? (value < 0 ? "-Inf" : "+Inf") : fmt::format("{}", value);
}

/// OpenMetrics names families without what their samples end in, Prometheus knows the names of samples alone.
std::string family_name(const MetricFamily& family, MetricsFormat format) {
  if (format == MetricsFormat::open_metrics) {
    return family.name;
  }
  return family.name + (family.type == MetricType::counter ? "_total" : family.type == MetricType::info ? "_info" : "");
}

std::string escaped_help(std::string_view text) {
  std::string out;
  for (const char sign : text) {
    out += sign == '\\' ? "\\\\" : sign == '\n' ? "\\n" : std::string(1, sign);
  }
  return out;
}

} // namespace

MetricsFormat metrics_format_for(std::string_view accept) {
  return accept.find("application/openmetrics-text") != std::string_view::npos ? MetricsFormat::open_metrics
                                                                               : MetricsFormat::prometheus;
}

std::string content_type_of(MetricsFormat format) {
  return format == MetricsFormat::open_metrics ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                                               : "text/plain; version=0.0.4; charset=utf-8";
}

std::string exposition(std::span<const MetricFamily> families, MetricsFormat format) {
  std::string out;
  for (const MetricFamily& family : families) {
    const std::string name = family_name(family, format);
    out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, escaped_help(family.help), name,
                       type_word(family.type, format));
    if (format == MetricsFormat::open_metrics && !family.unit.empty()) {
      out += fmt::format("# UNIT {} {}\n", name, family.unit);
    }
    for (const app::MetricSample& sample : family.samples) {
      const std::string labels = sample.labels.empty() ? "" : "{" + sample.labels + "}";
      out += fmt::format("{}{}{} {}\n", family.name, sample.suffix, labels, value_text(sample.value));
    }
  }
  return format == MetricsFormat::open_metrics ? out + "# EOF\n" : out;
}

} // namespace tracekit::web
