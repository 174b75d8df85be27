// SPDX-License-Identifier: MIT
#include "openapi.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "handlers/list.hpp"

using namespace tracekit;
using namespace tracekit::web;

TEST_CASE("the document tells of every route that programs use, and of nothing else") {
  Routes routes;
  add_routes(routes);
  const nlohmann::json document = openapi_document(routes);
  std::size_t described = 0;
  routes.for_each([&](const Route& route) {
    if (!route.pattern.starts_with("/api/")) {
      return;
    }
    INFO(route.method + " " + route.pattern);
    const nlohmann::json& operation = document.at("paths").at(route.pattern).at(to_lower(route.method));
    CHECK_FALSE(operation.at("summary").get<std::string>().empty());
    CHECK(operation.at("security").empty() == (route.access == Access::open || route.access == Access::visitor));
    CHECK(operation.contains("requestBody") == (route.body == BodyKind::file || route.description.takes_body()));
    const nlohmann::json& content =
        operation.at("responses").at(std::to_string(route.description.status())).at("content");
    CHECK((!content.contains("application/json") || content.at("application/json").contains("schema")));
    ++described;
  });
  CHECK(described > 40);
  std::size_t operations = 0;
  for (const auto& [path, methods] : document.at("paths").items()) {
    CHECK_FALSE(path.starts_with("/assets"));
    operations += path.starts_with("/api/") ? methods.size() : 0;
  }
  CHECK(operations == described);
}

TEST_CASE("values of the path, the query and the body are told with their types") {
  Routes routes;
  routes.add("POST", "/api/things/{id}", Access::write, {})
      .says("Makes a thing")
      .asks("limit", "how many", Description::Type::integer)
      .takes("name", "what it is called")
      .may_take("on", "whether", Description::Type::boolean)
      .answers(201);
  const nlohmann::json operation = openapi_document(routes)["paths"]["/api/things/{id}"]["post"];
  CHECK(operation["parameters"][0]["in"].get<std::string>() == "path");
  CHECK(operation["parameters"][1]["schema"]["type"].get<std::string>() == "integer");
  const nlohmann::json& schema = operation["requestBody"]["content"]["application/json"]["schema"];
  CHECK(schema["required"] == nlohmann::json::array({"name"}));
  CHECK(schema["properties"]["on"]["type"].get<std::string>() == "boolean");
  CHECK(operation["responses"].contains("201"));
  CHECK(operation["security"][0]["token"][0].get<std::string>() == "write");
}

TEST_CASE("an answer is told by the schema that the reference has of it, and every reference leads somewhere") {
  Routes routes;
  routes.add("GET", "/api/plan", Access::read, {}).says("A plan").shape("plan");
  routes.add("GET", "/api/jobs", Access::read, {}).says("Jobs").shapes("job", "jobs");
  routes.add("GET", "/api/count", Access::read, {}).says("A number").tells("count", Description::Type::integer);
  routes.add("GET", "/api/state", Access::read, {}).says("A state").shape("readiness").also_with(503);
  const nlohmann::json document = openapi_document(routes);
  const auto answer = [&](const char* path) {
    return document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
  };
  CHECK(answer("/api/plan")["$ref"].get<std::string>() == "#/components/schemas/plan");
  CHECK(answer("/api/jobs")["properties"]["jobs"]["items"]["$ref"].get<std::string>() == "#/components/schemas/job");
  CHECK(answer("/api/count")["required"] == nlohmann::json::array({"count"}));
  CHECK(answer("/api/count")["properties"]["count"]["type"].get<std::string>() == "integer");
  const nlohmann::json& state = document["paths"]["/api/state"]["get"]["responses"];
  CHECK(state["503"]["content"] == state["200"]["content"]);
  const std::string text = document.dump();
  for (std::size_t at = text.find("\"$ref\":\""); at != std::string::npos; at = text.find("\"$ref\":\"", at + 1)) {
    const std::size_t begin = at + std::string_view("\"$ref\":\"#").size();
    const std::string target = text.substr(begin, text.find('"', begin) - begin);
    INFO(target);
    CHECK(document.contains(nlohmann::json::json_pointer(target)));
  }
}
