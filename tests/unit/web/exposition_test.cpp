// SPDX-License-Identifier: MIT
#include "exposition.hpp"

#include <catch2/catch.hpp>

#include <limits>

#include "request_metrics.hpp"
#include "unit/web/strict_metrics.hpp"

using namespace tracekit;
using namespace tracekit::web;
using app::MetricType;

namespace {

std::vector<app::MetricFamily> some_families() {
  RequestMetrics requests;
  requests.count("/api/jobs/{id}", "GET", 200, 0.003);
  requests.count("/api/jobs/{id}", "GET", 200, 60);
  requests.count("", "BREW", 404, 1);
  std::vector<app::MetricFamily> families = requests.families();
  families.push_back({"tracekit_build",
                      MetricType::info,
                      "",
                      "A\\B\nC.",
                      {{"_info", app::metric_labels({{"version", "1\"2\\3\n4"}}), 1}}});
  families.push_back({"tracekit_size_bytes", MetricType::gauge, "bytes", "Size.", {{"", "", 0.1}}});
  return families;
}

} // namespace

TEST_CASE("both formats stand the test of a strict reader") {
  for (const MetricsFormat format : {MetricsFormat::prometheus, MetricsFormat::open_metrics}) {
    const test::ReadMetrics read = test::read_metrics(exposition(some_families(), format), format);
    CHECK(read.problems == std::vector<std::string>{});
    CHECK(read.samples.at("tracekit_http_requests_total{route=\"/api/jobs/{id}\",method=\"GET\",code=\"200\"}") == 2);
    CHECK(read.samples.at("tracekit_http_requests_total{route=\"none\",method=\"other\",code=\"404\"}") == 1);
    CHECK(read.samples.at("tracekit_build_info{version=\"1\\\"2\\\\3\\n4\"}") == 1);
    CHECK(read.samples.at("tracekit_size_bytes") == 0.1);
  }
}

TEST_CASE("durations fall into buckets that contain the smaller ones") {
  const auto read =
      test::read_metrics(exposition(some_families(), MetricsFormat::open_metrics), MetricsFormat::open_metrics);
  const std::string name = "tracekit_http_request_duration_seconds";
  const std::string labels = "{route=\"/api/jobs/{id}\",method=\"GET\"";
  CHECK(read.samples.at(name + "_bucket" + labels + ",le=\"0.005\"}") == 1);
  CHECK(read.samples.at(name + "_bucket" + labels + ",le=\"10.0\"}") == 1);
  CHECK(read.samples.at(name + "_bucket" + labels + ",le=\"+Inf\"}") == 2);
  CHECK(read.samples.at(name + "_sum" + labels + "}") == Approx(60.003));
}

TEST_CASE("the strict reader finds what is wrong") {
  const auto problems = [](const std::string& text, MetricsFormat format) {
    return test::read_metrics(text, format).problems.size();
  };
  CHECK(problems("# HELP a A.\n# TYPE a gauge\na 1\n", MetricsFormat::prometheus) == 0);
  CHECK(problems("# HELP a A.\n# TYPE a gauge\na 1\n", MetricsFormat::open_metrics) == 1); // no end
  CHECK(problems("a 1\n", MetricsFormat::prometheus) > 0);
  CHECK(problems("# HELP a A.\n# TYPE a gauge\na one\n", MetricsFormat::prometheus) > 0);
  CHECK(problems("# HELP a A.\n# TYPE a gauge\na 1\na 1\n", MetricsFormat::prometheus) > 0);
  CHECK(problems("# HELP a A.\n# TYPE a gauge\na{b=\"\n\"} 1\n", MetricsFormat::prometheus) > 0);
  CHECK(problems("# HELP a A.\n# TYPE a counter\na_total 1\n# EOF\n", MetricsFormat::open_metrics) == 0);
  CHECK(problems("# HELP a A.\n# TYPE a counter\na 1\n# EOF\n", MetricsFormat::open_metrics) > 0);
  CHECK(problems("# HELP a A.\n# TYPE a gauge\n# UNIT a seconds\na 1\n# EOF\n", MetricsFormat::open_metrics) > 0);
}

TEST_CASE("numbers are written so that they can be read back") {
  const auto text_of = [](double value) {
    const std::vector<app::MetricFamily> family{{"a", MetricType::gauge, "", "A.", {{"", "", value}}}};
    const std::string text = exposition(family, MetricsFormat::prometheus);
    return text.substr(text.rfind("a ") + 2);
  };
  CHECK(text_of(0.1) == "0.1\n");
  CHECK(text_of(1e300) == "1e+300\n");
  CHECK(text_of(12345678901234) == "12345678901234\n");
  CHECK(text_of(std::numeric_limits<double>::quiet_NaN()) == "NaN\n");
  CHECK(text_of(std::numeric_limits<double>::infinity()) == "+Inf\n");
  CHECK(text_of(-std::numeric_limits<double>::infinity()) == "-Inf\n");
}

TEST_CASE("OpenMetrics is spoken to those who ask for it") {
  CHECK(metrics_format_for("application/openmetrics-text;version=1.0.0,text/plain;q=0.5") ==
        MetricsFormat::open_metrics);
  CHECK(metrics_format_for("text/plain") == MetricsFormat::prometheus);
  CHECK(metrics_format_for("") == MetricsFormat::prometheus);
  CHECK(content_type_of(MetricsFormat::open_metrics) == "application/openmetrics-text; version=1.0.0; charset=utf-8");
  CHECK(content_type_of(MetricsFormat::prometheus) == "text/plain; version=0.0.4; charset=utf-8");
}
