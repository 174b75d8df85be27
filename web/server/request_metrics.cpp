// SPDX-License-Identifier: MIT
#include "request_metrics.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tracekit::web {
namespace {

/// What strangers make up must not become a label each.
std::string known_method(const std::string& method) {
  constexpr std::string_view methods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
  return std::ranges::find(methods, method) == std::end(methods) ? "other" : method;
}

/// A bound as OpenMetrics writes it: always with a point.
std::string bound_text(double seconds) {
  std::string text = fmt::format("{}", seconds);
  return text.find('.') == std::string::npos ? text + ".0" : text;
}

} // namespace

void RequestMetrics::count(const std::string& route, const std::string& method, int status, double duration_s) {
  const std::string place = route.empty() ? "none" : route;
  const std::string word = known_method(method);
  const auto bucket = static_cast<std::size_t>(std::ranges::lower_bound(bucket_ends, duration_s) - bucket_ends.begin());
  const std::lock_guard lock(mutex_);
  ++answers_[{place, word, status}];
  Durations& durations = durations_[{place, word}];
  ++durations.counts[bucket];
  durations.sum_s += duration_s;
}

std::vector<app::MetricFamily> RequestMetrics::families() const {
  using app::MetricType;
  app::MetricFamily answers{"tracekit_http_requests", MetricType::counter, "", "Requests that this process answered."};
  app::MetricFamily times{"tracekit_http_request_duration_seconds", MetricType::histogram, "seconds",
                          "How long answering took."};
  const std::lock_guard lock(mutex_);
  for (const auto& [key, count] : answers_) {
    const auto& [route, method, status] = key;
    answers.samples.push_back(
        {"_total", app::metric_labels({{"route", route}, {"method", method}, {"code", std::to_string(status)}}),
         static_cast<double>(count)});
  }
  for (const auto& [place, durations] : durations_) {
    const auto& [route, method] = place;
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < durations.counts.size(); ++i) {
      total += durations.counts[i];
      const std::string bound = i < bucket_ends.size() ? bound_text(bucket_ends[i]) : "+Inf";
      times.samples.push_back({"_bucket", app::metric_labels({{"route", route}, {"method", method}, {"le", bound}}),
                               static_cast<double>(total)});
    }
    const std::string labels = app::metric_labels({{"route", route}, {"method", method}});
    times.samples.push_back({"_count", labels, static_cast<double>(total)});
    times.samples.push_back({"_sum", labels, durations.sum_s});
  }
  return {std::move(answers), std::move(times)};
}

} // namespace tracekit::web
