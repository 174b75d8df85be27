// SPDX-License-Identifier: MIT
#include "errors.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace tracekit;
using namespace tracekit::web;

TEST_CASE("each kind of error has its status") {
  const std::vector<std::pair<ErrorKind, int>> rows{
      {ErrorKind::usage, 400},     {ErrorKind::config, 409},      {ErrorKind::input, 422},
      {ErrorKind::not_found, 404}, {ErrorKind::auth, 409},        {ErrorKind::rate_limit, 429},
      {ErrorKind::network, 502},   {ErrorKind::provider, 502},    {ErrorKind::database, 503},
      {ErrorKind::conflict, 409},  {ErrorKind::interrupted, 503},
  };
  for (const auto& [kind, status] : rows) {
    INFO(to_string(kind));
    CHECK(http_status(kind) == status);
  }
}

TEST_CASE("an error is told with its kind, sentence and hint") {
  const Response response = response_of(Error(ErrorKind::usage, "\"x\" is not a month", "write it as YYYY-MM"));
  CHECK(response.status == 400);
  CHECK(response.content_type == "application/json");
  CHECK(nlohmann::json::parse(response.body) ==
        nlohmann::json{
            {"error", {{"kind", "usage"}, {"message", "\"x\" is not a month"}, {"hint", "write it as YYYY-MM"}}}});
}

TEST_CASE("bytes that are no UTF-8 do not break the answer") {
  CHECK(nlohmann::json::parse(response_of(Error(ErrorKind::input, "\xff")).body).at("error").at("message") ==
        "\xEF\xBF\xBD");
}

TEST_CASE("a used-up limit tells when to ask again, where that is known") {
  CHECK(response_of(RateLimited("wait", 1060), 1000).headers ==
        std::vector<std::pair<std::string, std::string>>{{"Retry-After", "60"}});
  CHECK(response_of(RateLimited("wait", 900), 1000).headers.front().second == "1");
  CHECK(response_of(RateLimited("wait", std::nullopt), 1000).headers.empty());
}

TEST_CASE("what nobody thought of is not told to strangers") {
  CHECK(internal_error().status == 500);
  CHECK(nlohmann::json::parse(internal_error().body).at("error").at("kind") == "internal");
}

TEST_CASE("a broken request keeps its status, with words") {
  for (const int status : {400, 408, 413, 414, 417, 431, 501, 505, 507}) {
    CHECK(broken_request(status).status == status);
    CHECK_FALSE(
        nlohmann::json::parse(broken_request(status).body).at("error").at("message").get<std::string>().empty());
  }
  CHECK(broken_request(499).status == 499);
}
