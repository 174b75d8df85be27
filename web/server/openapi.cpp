// SPDX-License-Identifier: MIT
#include "openapi.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "json_schemas.hpp"

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

json object_of(const std::vector<Description::Value>& values) {
  json properties = json::object();
  json needed = json::array();
  for (const Description::Value& value : values) {
    properties[value.name] = schema_of(value.type);
    if (!value.meaning.empty()) {
      properties[value.name]["description"] = value.meaning;
    }
    if (value.is_needed) {
      needed.push_back(value.name);
    }
  }
  return {{"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(needed)}};
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
  json schema = object_of(route.description.body());
  schema["additionalProperties"] = route.description.takes_any_field();
  const bool is_needed = !schema["required"].empty();
  return {{"required", is_needed}, {"content", {{"application/json", {{"schema", std::move(schema)}}}}}};
}

json component(std::string_view name) { return {{"$ref", "#/components/schemas/" + std::string(name)}}; }

/// Schemas name each other by their files, and their own parts from their beginning; here all are parts of one
/// document.
void point_into_the_document(json& schema, const std::string& name) {
  if (schema.is_object() && schema.contains("$ref")) {
    const std::string target = schema["$ref"].get<std::string>();
    schema = target.starts_with('#') ? component(name + target.substr(1))
                                     : component(target.substr(0, target.find(".schema.json")));
    return;
  }
  for (json& part : schema) {
    if (part.is_structured()) {
      point_into_the_document(part, name);
    }
  }
}

json components() {
  json out = json::object();
  for (const auto& [name, text] : json_schemas()) {
    json schema = json::parse(text);
    schema.erase("$schema"); // OpenAPI's own is the same
    point_into_the_document(schema, std::string(name));
    out[name] = std::move(schema);
  }
  return out;
}

json answer_of(const Description& description) {
  if (description.shape().empty()) {
    return description.answer().empty() ? json::object() : json{{"schema", object_of(description.answer())}};
  }
  json schema = component(description.shape());
  if (description.is_list()) {
    schema = {{"type", "array"}, {"items", std::move(schema)}};
  }
  if (const std::string& field = description.list_field(); !field.empty()) {
    schema = {{"type", "object"}, {"required", json::array({field})}, {"properties", {{field, std::move(schema)}}}};
  }
  return {{"schema", std::move(schema)}};
}

/// Any of the statuses that the table of errors knows may come from any route, but for mistakes of ours.
json responses_of(const Route& route) {
  const Description& description = route.description;
  const json content = {{description.content_type(), answer_of(description)}};
  json responses = json::object();
  responses[std::to_string(description.status())] = {{"description", "done"}, {"content", content}};
  if (const int other = description.other_status(); other != 0) {
    responses[std::to_string(other)] = {{"description", "it says what is not as it should be"}, {"content", content}};
  }
  const json error = {{"description", "an error"},
                      {"content", {{"application/json", {{"schema", component("error")}}}}}};
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
           {{"schemas", components()},
            {"securitySchemes",
             {{"token", {{"type", "http"}, {"scheme", "bearer"}}},
              {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "tracekit_session"}}}}}}}};
}

} // namespace tracekit::web
