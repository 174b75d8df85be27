// SPDX-License-Identifier: MIT
#include "app/metrics.hpp"

#include <iterator>

#include "exposition.hpp"
#include "handlers/list.hpp"

namespace tracekit::web {
namespace {

app::MetricFamily build_info() {
  return {"tracekit_build",
          app::MetricType::info,
          "",
          "Which tracekit this is.",
          {{"_info", app::metric_labels({{"version", TRACEKIT_VERSION}}), 1}}};
}

Response metrics(Call& call) {
  std::vector<app::MetricFamily> families{build_info()};
  const auto add = [&families](std::vector<app::MetricFamily> more) {
    families.insert(families.end(), std::move_iterator(more.begin()), std::move_iterator(more.end()));
  };
  add(call.service().requests.families());
  add({call.service().webhooks.family()});
  const AppPool::Lease owner = call.service().apps.of_owner();
  add(app::installation_metrics(owner.app().store(), owner.app().now()));
  const MetricsFormat format = metrics_format_for(call.request().header("Accept"));
  Response response;
  response.content_type = content_type_of(format);
  response.body = exposition(families, format);
  return response;
}

} // namespace

void add_metrics(Routes& routes) {
  routes.add("GET", "/metrics", Access::metrics, metrics)
      .says("Metrics as OpenMetrics, else in Prometheus' text format")
      .answers(200, "text/plain");
}

} // namespace tracekit::web
