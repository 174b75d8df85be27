// SPDX-License-Identifier: MIT
#include "net/json_service.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "net/json_fields.hpp"

namespace tracekit::net {
namespace {

using nlohmann::json;

constexpr int not_found = 404;
constexpr int gone = 410;
constexpr double upload_timeout_s = 600;
constexpr std::uint64_t largest_file = std::uint64_t{256} << 20U;

bool is_missing(const HttpResponse& response) { return response.status == not_found || response.status == gone; }

void put_json(HttpRequest& request, const json& body) {
  request.headers.set("Content-Type", "application/json");
  request.body = json_text(body);
}

} // namespace

HttpRequest JsonService::request(const char* method, const std::string& path, const Query& query) const {
  HttpRequest request;
  request.method = method;
  request.url = address(base_, path, query);
  request.headers.set("Accept", "application/json");
  return request;
}

json JsonService::json_in(const HttpResponse& response, const std::string& what) const {
  auto document = json_of(response.body);
  if (!document) {
    throw Error(ErrorKind::provider,
                fmt::format("{} answered with something that is not JSON when asked to {}", title_, what),
                "try again later");
  }
  return std::move(*document);
}

json JsonService::object_in(const HttpResponse& response, const std::string& what) const {
  json document = json_in(response, what);
  if (!document.is_object()) {
    throw Error(ErrorKind::provider,
                fmt::format("{} answered with something else than was asked for: {}", title_, what), "try again later");
  }
  return document;
}

json JsonService::get(const std::string& path, const std::string& what, const Query& query) {
  return json_in(client_.send_or_throw(request("GET", path, query), what), what);
}

json JsonService::list(const std::string& path, const std::string& things, const Query& query) {
  json list = get(path, "list " + things, query);
  if (!list.is_array()) {
    throw Error(ErrorKind::provider, fmt::format("{} answered with no list of {}", title_, things), "try again later");
  }
  return list;
}

std::optional<json> JsonService::find(const std::string& path, const std::string& thing) {
  const HttpResponse response = client_.send(request("GET", path));
  if (is_missing(response)) {
    return std::nullopt;
  }
  const std::string what = "show " + thing;
  if (!response.ok()) {
    client_.refuse(response, what);
  }
  return object_in(response, what);
}

HttpResponse JsonService::change(const char* method, const std::string& path, const json& body,
                                 const std::string& thing) {
  HttpRequest changing = request(method, path);
  put_json(changing, body);
  HttpResponse response = client_.send(changing);
  if (is_missing(response)) {
    throw Error(ErrorKind::not_found, fmt::format("{} has no {} any more", title_, thing));
  }
  if (!response.ok()) {
    client_.refuse(response, "change " + thing);
  }
  return response;
}

json JsonService::create(const std::string& path, const json& body, const std::string& what) {
  HttpRequest creating = request("POST", path);
  put_json(creating, body);
  return json_in(client_.send_or_throw(creating, what), what);
}

HttpResponse JsonService::send_file(const std::string& path, const FileForm& form, const Query& query) {
  HttpRequest sending = request("POST", path, query);
  put_form(sending, form);
  sending.timeouts.total_s = upload_timeout_s;
  return client_.send(sending);
}

Bytes JsonService::file(const std::string& path, const std::string& thing, const Query& query) {
  HttpRequest getting = request("GET", path, query);
  getting.headers.set("Accept", "*/*");
  getting.body_limit = largest_file;
  const HttpResponse response = client_.send(getting);
  if (is_missing(response)) {
    throw Error(ErrorKind::not_found, fmt::format("{} has no file of {}", title_, thing));
  }
  if (!response.ok()) {
    client_.refuse(response, "give the file of " + thing);
  }
  return {response.body.begin(), response.body.end()};
}

} // namespace tracekit::net
