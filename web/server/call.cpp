// SPDX-License-Identifier: MIT
#include "call.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/text.hpp"
#include "errors.hpp"
#include "net/json_fields.hpp"

namespace tracekit::web {
namespace {

constexpr const char* usage = "usage";

bool is_json(std::string_view content_type) {
  return equals_ignoring_case(trim(content_type.substr(0, content_type.find(';'))), "application/json");
}

/// A field that is misspelt must not be passed over either.
void require_known_fields(const nlohmann::json& body, const Description& route) {
  if (route.takes_any_field()) {
    return;
  }
  std::vector<std::string> known;
  for (const Description::Value& field : route.body()) {
    known.push_back(field.name);
  }
  for (const auto& [name, value] : body.items()) {
    if (std::ranges::find(known, name) == known.end()) {
      throw Error(ErrorKind::usage, fmt::format("this route knows no field \"{}\"", name),
                  fmt::format("it knows {}", fmt::join(known, ", ")));
    }
  }
}

} // namespace

std::int64_t Call::number(const std::string& name) const {
  const auto value = parse_integer(part(name));
  if (!value || *value < 1 || std::to_string(*value) != part(name)) {
    throw HttpError(404, "not_found", fmt::format("\"{}\" is not the number of anything", part(name)));
  }
  return *value;
}

std::optional<std::string> Call::asked(std::string_view name) const {
  auto value = request_.asked(name);
  return value && value->empty() ? std::nullopt : std::move(value);
}

std::optional<Month> Call::asked_month(std::string_view name) const {
  const auto text = asked(name);
  return text ? std::optional(Month::parse(*text)) : std::nullopt;
}

std::optional<std::int64_t> Call::asked_number(std::string_view name, std::int64_t least, std::int64_t most) const {
  const auto text = asked(name);
  if (!text) {
    return std::nullopt;
  }
  const auto value = parse_integer(*text);
  if (!value || *value < least || *value > most) {
    throw Error(ErrorKind::usage, fmt::format("{}: expected a number from {} to {}", name, least, most));
  }
  return *value;
}

void Call::knows_only(std::initializer_list<std::string_view> names) const {
  for (const auto& [name, value] : request_.query) {
    if (std::ranges::find(names, name) == names.end()) {
      throw Error(ErrorKind::usage, fmt::format("this route knows no \"{}\"", to_valid_utf8(name)),
                  names.size() == 0 ? "it takes nothing in the query"
                                    : fmt::format("it knows {}", fmt::join(names, ", ")));
    }
  }
}

nlohmann::json Call::body() const {
  if (!is_json(request_.header("Content-Type"))) {
    throw HttpError(415, usage, "the body has to be JSON", "send it as Content-Type: application/json");
  }
  auto document = net::json_of(request_.body);
  if (!document || !document->is_object()) {
    throw HttpError(400, usage, "the body is not a JSON object");
  }
  require_known_fields(*document, route_);
  return std::move(*document);
}

void Call::acts_as(Caller caller, AppPool::Lease lease) {
  caller_ = std::move(caller);
  lease_.emplace(std::move(lease));
}

bool Call::allows(app::TokenScope scope) const { return !caller().token || app::allows(*caller().token, scope); }

void Call::require_administrator() const {
  if (!caller().is_admin) {
    throw HttpError(403, "auth", "this is for administrators");
  }
}

const store::Session& Call::session() const {
  if (!caller().session) {
    throw HttpError(403, "auth", "this is for somebody who is signed in, not for a program with a token");
  }
  return *caller().session;
}

Response json_response(const nlohmann::json& document, int status) {
  Response response;
  response.status = status;
  response.body = net::json_text(document) + "\n";
  return response;
}

std::string text_field(const nlohmann::json& body, const char* name) {
  const auto found = body.find(name);
  if (found == body.end() || !found->is_string()) {
    throw HttpError(400, usage, fmt::format("\"{}\" is missing, or is not a text", name));
  }
  return found->get<std::string>();
}

} // namespace tracekit::web
