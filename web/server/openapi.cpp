// SPDX-License-Identifier: MIT
#include "openapi.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace tracekit::web {
namespace {

using nlohmann::json;
using Type = Description::Type;

json schema_of(Type type) {
  switch (type) {
  case Type::text:
    return {{"type", "string"}};
  case Type::integer:
    return {{"type", "integer"}};
  case Type::boolean:
    return {{"type", "boolean"}};
  case Type::list:
    return {{"type", "array"}};
  case Type::object:
    return {{"type", "object"}};
  case Type::any:
    break;
  }
  return json::object();
}

std::string_view scope_of(Access access) {
  switch (access) {
  case Access::metrics:
    return "metrics";
  case Access::read:
    return "read";
  case Access::write:
    return "write";
  case Access::admin:
    return "admin";
  default:
    break;
  }
  return "";
}

json parameter_json(const char* where, const Description::Value& value) {
  json out = {{"name", value.name}, {"in", where}, {"required", value.is_needed}, {"schema", schema_of(value.type)}};
  if (!value.meaning.empty()) {
    out["description"] = value.meaning;
  }
  return out;
}

json parameters_of(const Route& route) {
  json parameters = json::array();
  for (const std::string& segment : split(route.pattern, '/')) {
    if (segment.starts_with('{')) {
      parameters.push_back(parameter_json("path", {segment.substr(1, segment.size() - 2), Type::text, true, ""}));
    }
  }
  for (const Description::Value& value : route.description.query()) {
    parameters.push_back(parameter_json("query", value));
  }
  return parameters;
}

json body_of(const Route& route) {
  if (route.body == BodyKind::file) {
    return {{"required", true},
            {"content",
             {{"multipart/form-data",
               {{"schema",
                 {{"type", "object"},
                  {"required", json::array({"file"})},
                  {"properties",
                   {{"file", {{"type", "array"}, {"items", {{"type", "string"}, {"format", "binary"}}}}}}}}}}}}}};
  }
  json properties = json::object();
  json needed = json::array();
  for (const Description::Value& value : route.description.body()) {
    properties[value.name] = schema_of(value.type);
    properties[value.name]["description"] = value.meaning;
    if (value.is_needed) {
      needed.push_back(value.name);
    }
  }
  const bool is_needed = !needed.empty();
  return {{"required", is_needed},
          {"content",
           {{"application/json",
             {{"schema",
               {{"type", "object"},
                {"properties", std::move(properties)},
                {"required", std::move(needed)},
                {"additionalProperties", route.description.takes_any_field()}}}}}}}};
}

/// Any of the statuses that the table of errors knows may come from any route, but for mistakes of ours.
json responses_of(const Route& route) {
  const Description& description = route.description;
  json responses = json::object();
  responses[std::to_string(description.status())] = {{"description", "done"},
                                                     {"content", {{description.content_type(), json::object()}}}};
  const json error = {{"description", "an error"},
                      {"content", {{"application/json", {{"schema", {{"$ref", "#/components/schemas/Error"}}}}}}}};
  constexpr std::array statuses{400, 401, 403, 404, 409, 413, 415, 421, 422, 429, 502, 503};
  if (route.method == "GET") {
    responses["304"] = {{"description", "it is as it was"}};
  }
  for (const int status : statuses) {
    responses.emplace(std::to_string(status), error);
  }
  return responses;
}

json operation_of(const Route& route) {
  json operation = {{"summary", route.description.summary()},
                    {"parameters", parameters_of(route)},
                    {"responses", responses_of(route)}};
  if (route.body == BodyKind::file || route.description.takes_body()) {
    operation["requestBody"] = body_of(route);
  }
  if (const std::string_view scope = scope_of(route.access); !scope.empty()) {
    operation["security"] = json::array({{{"token", json::array({scope})}}, {{"session", json::array()}}});
  } else {
    operation["security"] = json::array();
  }
  return operation;
}

bool is_for_programs(const Route& route) {
  constexpr std::array<std::string_view, 3> beginnings{"/api/", "/webhooks/", "/auth/"};
  constexpr std::array<std::string_view, 3> alone{"/health", "/ready", "/metrics"};
  return std::ranges::find(alone, route.pattern) != alone.end() ||
         std::ranges::any_of(beginnings, [&](std::string_view one) { return route.pattern.starts_with(one); });
}

json error_schema() {
  const json text = {{"type", "string"}};
  return {{"type", "object"},
          {"required", json::array({"error"})},
          {"properties",
           {{"error",
             {{"type", "object"},
              {"required", json::array({"kind", "message", "hint"})},
              {"properties", {{"kind", text}, {"message", text}, {"hint", text}}}}}}}};
}

} // namespace

json openapi_document(const Routes& routes) {
  json paths = json::object();
  routes.for_each([&](const Route& route) {
    if (is_for_programs(route)) {
      paths[route.pattern][to_lower(route.method)] = operation_of(route);
    }
  });
  return {{"openapi", "3.1.0"},
          {"info",
           {{"title", "tracekit"},
            {"version", TRACEKIT_VERSION},
            {"description", "One history of workouts from many providers. docs/reference/web-api.md says more."}}},
          {"paths", std::move(paths)},
          {"components",
           {{"schemas", {{"Error", error_schema()}}},
            {"securitySchemes",
             {{"token", {{"type", "http"}, {"scheme", "bearer"}}},
              {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "tracekit_session"}}}}}}}};
}

} // namespace tracekit::web
