// SPDX-License-Identifier: MIT
#include "sandbox/server/oauth.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/encoding.hpp"
#include "base/hash.hpp"
#include "net/url.hpp"

namespace tracekit::sandbox {
namespace {

using nlohmann::json;

Response refused(const std::string& why) { return {400, json{{"error", why}}.dump(), "application/json", {}}; }

std::map<std::string, std::string> form_of(const Request& request, bool wants_json) {
  std::map<std::string, std::string> form;
  if (wants_json) {
    const json document = json::parse(request.body, nullptr, false);
    if (document.is_object()) {
      for (const auto& [name, value] : document.items()) {
        form[name] = value.is_string() ? value.get<std::string>() : "";
      }
    }
    return form;
  }
  for (auto& [name, value] : net::parse_query(request.body)) {
    form[name] = value;
  }
  return form;
}

} // namespace

void OAuthServer::add_routes(Routes& routes, const std::string& authorize_path, const std::string& token_path,
                             const std::string& revoke_path) {
  routes.add("GET", authorize_path, [this](const Request& request) { return authorize(request); });
  routes.add("POST", token_path, [this](const Request& request) { return token(request); });
  routes.add("POST", revoke_path, [this](const Request& request) { return revoke(request); });
}

bool OAuthServer::accepts(const Request& request) const {
  const std::string header = request.header("authorization");
  return header.starts_with("Bearer ") && good_.contains(header.substr(7));
}

Response OAuthServer::authorize(const Request& request) {
  const std::string redirect = request.asked("redirect_uri").value_or("");
  if (request.asked("client_id") != rules_.client_id || !redirect.starts_with("http://127.0.0.1:")) {
    return refused("invalid_client");
  }
  net::Query query{{"state", request.asked("state").value_or("")}};
  if (rules_.refuses) {
    query.emplace_back("error", "access_denied");
  } else {
    const std::string code = fmt::format("code-{}", ++counter_);
    codes_[code] = {redirect, request.asked("code_challenge").value_or(""), request.asked("scope").value_or("")};
    query.emplace_back("code", code);
  }
  return {302, "", "text/html", {{"Location", redirect + "?" + net::query_text(query)}}};
}

Response OAuthServer::token(const Request& request) {
  auto form = form_of(request, rules_.wants_json);
  if (form["client_id"] != rules_.client_id || form["client_secret"] != rules_.client_secret) {
    return refused("invalid_client");
  }
  if (form["grant_type"] == "refresh_token") {
    return form["refresh_token"] == refresh_ && !refresh_.empty() ? give("read") : refused("invalid_grant");
  }
  const auto found = codes_.find(form["code"]);
  if (found == codes_.end() || found->second.redirect_uri != form["redirect_uri"]) {
    return refused("invalid_grant");
  }
  const Code code = found->second;
  codes_.erase(found);
  if (!code.challenge.empty() && base64_url(sha256(as_bytes(form["code_verifier"]))) != code.challenge) {
    return refused("invalid_grant");
  }
  return give(code.scope);
}

Response OAuthServer::give(const std::string& scope) {
  const std::string access = fmt::format("access-{}", ++counter_);
  good_.insert(access);
  json answer = {{"token_type", "Bearer"}, {"access_token", access}, {"scope", scope}};
  answer.update(json::parse(rules_.account_json));
  if (rules_.lifetime_s > 0) {
    refresh_ = fmt::format("refresh-{}", counter_);
    answer["refresh_token"] = refresh_;
    answer["expires_in"] = rules_.lifetime_s;
  }
  return {200, answer.dump(), "application/json", {}};
}

Response OAuthServer::revoke(const Request& request) {
  good_.erase(form_of(request, rules_.wants_json)["token"]);
  refresh_.clear();
  return {200, "{}", "application/json", {}};
}

} // namespace tracekit::sandbox
