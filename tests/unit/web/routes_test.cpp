// SPDX-License-Identifier: MIT
#include "http/routes.hpp"

#include <catch2/catch.hpp>

using namespace tracekit::web;

namespace {

Routes some_routes() {
  Routes routes;
  const Handler none;
  routes.add("GET", "/api/jobs", Access::read, none);
  routes.add("POST", "/api/jobs", Access::write, none);
  routes.add("GET", "/api/jobs/{id}", Access::read, none);
  routes.add("POST", "/api/jobs/{id}/cancel", Access::write, none);
  routes.add("POST", "/api/notifications/read", Access::write, none);
  routes.add("POST", "/api/notifications/{id}/read", Access::write, none);
  return routes;
}

std::string pattern_of(const Routes& routes, std::string_view method, std::string_view path) {
  const Routes::Match match = routes.find(method, path);
  return match.route == nullptr ? "" : match.route->method + " " + match.route->pattern;
}

} // namespace

TEST_CASE("a route answers its method at its whole path") {
  const Routes routes = some_routes();
  CHECK(pattern_of(routes, "GET", "/api/jobs") == "GET /api/jobs");
  CHECK(pattern_of(routes, "POST", "/api/jobs") == "POST /api/jobs");
  CHECK(pattern_of(routes, "POST", "/api/jobs/7/cancel") == "POST /api/jobs/{id}/cancel");
  CHECK(pattern_of(routes, "POST", "/api/notifications/read") == "POST /api/notifications/read");
  for (const char* path : {"", "/", "/api", "/api/", "/api/jobsxyz", "/api/jobs/", "//api/jobs", "/api//jobs",
                           "/api/jobs/7/", "/api/jobs/7/cancel/now", "/API/JOBS", "api/jobs"}) {
    INFO(path);
    CHECK(routes.find("GET", path).route == nullptr);
    CHECK(routes.find("GET", path).allowed.empty());
  }
}

TEST_CASE("names in braces take one part of the path, whatever it is") {
  const Routes routes = some_routes();
  CHECK(routes.find("GET", "/api/jobs/7").parts.at("id") == "7");
  CHECK(routes.find("GET", "/api/jobs/{id}").parts.at("id") == "{id}");
  CHECK(routes.find("GET", "/api/jobs/a b\n").parts.at("id") == "a b\n");
}

TEST_CASE("HEAD is answered by what answers GET") {
  const Routes routes = some_routes();
  CHECK(pattern_of(routes, "HEAD", "/api/jobs/7") == "GET /api/jobs/{id}");
  CHECK(pattern_of(routes, "HEAD", "/api/jobs/7/cancel").empty());
}

TEST_CASE("a path that is known under other methods tells them") {
  const Routes routes = some_routes();
  const Routes::Match match = routes.find("DELETE", "/api/jobs");
  CHECK(match.route == nullptr);
  CHECK(match.allowed == std::vector<std::string>{"GET", "HEAD", "POST"});
  CHECK(routes.find("GET", "/api/jobs/7/cancel").allowed == std::vector<std::string>{"POST"});
  CHECK(routes.find("get", "/api/jobs").route == nullptr);
}
