// SPDX-License-Identifier: MIT
#include "sandbox/strava/strava_oauth.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "net/url.hpp"

namespace tracekit::sandbox {
namespace {

using nlohmann::json;

constexpr EpochSeconds lifetime_s = 21'600;
constexpr EpochSeconds kept_while_left_s = 3'600;

EpochSeconds now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::map<std::string, std::string> form_of(const Request& request) {
  std::map<std::string, std::string> form;
  for (auto& [name, value] : net::parse_query(request.body)) {
    form[name] = value;
  }
  return form;
}

/// The page on which the athlete is asked; both links lead to the same question with an answer.
Response consent_page(const Request& request) {
  const auto link = [&](const char* answer, const char* words) {
    net::Query query(request.query.begin(), request.query.end());
    query.emplace_back("answer", answer);
    return fmt::format(R"(<p><a href="/oauth/authorize?{}">{}</a></p>)", net::query_text(query), words);
  };
  const std::string page = fmt::format(R"(<!doctype html><html lang="en"><title>Authorize</title>)"
                                       R"(<link rel="icon" href="data:,"><h1>Connect to Strava?</h1>{}{}</html>)",
                                       link("yes", "Authorize"), link("no", "Cancel"));
  return {200, page, "text/html; charset=utf-8", {}};
}

} // namespace

Response strava_fault(int status, const std::string& message, const std::string& resource, const std::string& field,
                      const std::string& code) {
  const json body = {{"message", message},
                     {"errors", json::array({{{"resource", resource}, {"field", field}, {"code", code}}})}};
  return {status, body.dump(), "application/json; charset=utf-8", {}};
}

void StravaOAuth::add_routes(Routes& routes) {
  routes.add("GET", "/oauth/authorize", [this](const Request& request) { return authorize(request); });
  routes.add("POST", "/oauth/token", [this](const Request& request) { return token(request); });
  routes.add("POST", "/oauth/revoke", [this](const Request& request) { return revoke(request); });
}

const std::set<std::string>* StravaOAuth::scopes_of(const Request& request) const {
  const bool good = !ended_ && !grant_.access.empty() && request.header("authorization") == "Bearer " + grant_.access;
  return good ? &grant_.scopes : nullptr;
}

const StravaOAuth::Grant& StravaOAuth::grant(std::set<std::string> scopes) {
  grant_.scopes = std::move(scopes);
  mint();
  return grant_;
}

void StravaOAuth::mint() {
  ++counter_;
  grant_.access = fmt::format("strava-access-{}", counter_);
  grant_.refresh = fmt::format("strava-refresh-{}", counter_);
  grant_.expires_at = now() + lifetime_s;
  ended_ = false;
}

void StravaOAuth::expire() {
  ended_ = true;
  grant_.expires_at = now();
}

Response StravaOAuth::authorize(const Request& request) {
  const std::string redirect = request.asked("redirect_uri").value_or("");
  if (request.asked("client_id") != client_id) {
    return strava_fault(400, "Bad Request", "Application", "client_id", "invalid");
  }
  if (!redirect.starts_with("http://127.0.0.1") && !redirect.starts_with("http://localhost")) {
    return strava_fault(400, "Bad Request", "Application", "redirect_uri", "invalid");
  }
  if (request.asked("response_type") != "code") {
    return strava_fault(400, "Bad Request", "Authorize", "response_type", "invalid");
  }
  const auto answer = request.asked("answer");
  if (mood_.asked && !answer) {
    return consent_page(request);
  }
  net::Query query{{"state", request.asked("state").value_or("")}};
  if (mood_.refuses || answer == "no") {
    query.emplace_back("error", "access_denied");
  } else {
    Code code{redirect, {}};
    for (const std::string& scope : split(request.asked("scope").value_or(""), ',')) {
      if (!mood_.unticked.contains(scope)) {
        code.scopes.insert(scope);
      } else if (scope == "activity:read_all" && !mood_.unticked.contains("activity:read")) {
        code.scopes.insert("activity:read"); // they are two boxes
      }
    }
    const std::string name = fmt::format("strava-code-{}", ++counter_);
    query.emplace_back("code", name);
    query.emplace_back("scope", fmt::format("{}", fmt::join(code.scopes, ",")));
    codes_[name] = std::move(code);
  }
  return {302, "", "text/html", {{"Location", redirect + "?" + net::query_text(query)}}};
}

Response StravaOAuth::token(const Request& request) {
  auto form = form_of(request);
  if (form["client_id"] != client_id || form["client_secret"] != client_secret) {
    return strava_fault(400, "Bad Request", "Application", "client_id", "invalid");
  }
  if (form["grant_type"] == "refresh_token") {
    if (grant_.refresh.empty() || form["refresh_token"] != grant_.refresh) {
      return strava_fault(400, "Bad Request", "RefreshToken", "refresh_token", "invalid");
    }
    if (grant_.expires_at - now() <= kept_while_left_s) {
      mint();
    }
    return tokens(false);
  }
  const auto found = codes_.find(form["code"]);
  if (form["grant_type"] != "authorization_code" || found == codes_.end()) {
    return strava_fault(400, "Bad Request", "RequestToken", "code", "invalid");
  }
  grant(found->second.scopes);
  codes_.erase(found);
  return tokens(true);
}

Response StravaOAuth::tokens(bool with_athlete) const {
  json body = {{"token_type", "Bearer"},
               {"access_token", grant_.access},
               {"expires_at", grant_.expires_at},
               {"expires_in", grant_.expires_at - now()},
               {"refresh_token", grant_.refresh}};
  if (with_athlete) {
    body["athlete"] = {{"id", 227615}, {"username", "kira_v"}, {"firstname", "Kira"}, {"lastname", "V"}};
  }
  return {200, body.dump(), "application/json; charset=utf-8", {}};
}

Response StravaOAuth::revoke(const Request& request) {
  const std::string pair = fmt::format("{}:{}", client_id, client_secret);
  if (request.header("authorization") != "Basic " + base64(as_bytes(pair))) {
    return strava_fault(401, "Authorization Error", "Application", "", "invalid");
  }
  const std::string token = form_of(request)["token"];
  if (!token.empty() && (token == grant_.access || token == grant_.refresh)) {
    grant_ = {};
    revoked_ = true;
  }
  return {200, "", "application/json; charset=utf-8", {}};
}

} // namespace tracekit::sandbox
