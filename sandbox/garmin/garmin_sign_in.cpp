// SPDX-License-Identifier: MIT
#include "sandbox/garmin/garmin_sign_in.hpp"

#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "net/oauth1.hpp"
#include "net/url.hpp"

namespace tracekit::sandbox {
namespace {

using nlohmann::json;

constexpr EpochSeconds ticket_lifetime_s = 60;
constexpr const char* ticket_grant = "https://connectapi.garmin.com/di-oauth2-service/oauth/grant/service_ticket";
constexpr const char* exchange_path = "/oauth-service/oauth/exchange/user/2.0";

EpochSeconds now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Response answer(const json& document, int status = 200) { return {status, document.dump(), "application/json", {}}; }

Response page_of(int status, const std::string& words) {
  return {status, "<html><title>" + words + "</title></html>", "text/html", {}};
}

Response invalid_grant(const std::string& words) {
  return answer({{"error", "invalid_grant"}, {"error_description", words}}, 400);
}

std::map<std::string, std::string> form_of(const Request& request) {
  std::map<std::string, std::string> form;
  for (auto& [name, value] : net::parse_query(request.body)) {
    form[name] = value;
  }
  return form;
}

json login_answer(const std::string& type, const std::string& message, const std::string& http_status) {
  return {{"serviceURL", nullptr},
          {"serviceTicketId", nullptr},
          {"responseStatus", {{"type", type}, {"message", message}, {"httpStatus", http_status}}},
          {"responseReason", nullptr},
          {"customerMfaInfo", nullptr},
          {"consentTypeList", nullptr},
          {"captchaAlreadyPassed", false},
          {"samlResponse", nullptr},
          {"authType", nullptr}};
}

/// `key="value"` of an OAuth header, decoded.
std::string parameter(const std::string& header, const std::string& name) {
  const std::string start = name + "=\"";
  const auto begin = header.find(start);
  if (begin == std::string::npos) {
    return "";
  }
  const auto end = header.find('"', begin + start.size());
  return net::percent_decoded(header.substr(begin + start.size(), end - begin - start.size()));
}

} // namespace

void GarminSignIn::add_routes(Routes& routes) {
  routes.add("POST", "/mobile/api/login", [this](const Request& request) { return login(request); });
  routes.add("POST", "/mobile/api/mfa/verifyCode", [this](const Request& request) { return verify_code(request); });
  routes.add("GET", "/sso/signin", [this](const Request& request) { return page(request); });
  routes.add("POST", "/di-oauth2-service/oauth/token", [this](const Request& request) { return token(request); });
  routes.add("POST", exchange_path, [this](const Request& request) { return oauth1_exchange(request); });
  routes.add("GET", "/oauth_consumer.json", [](const Request&) {
    return answer({{"consumer_key", consumer_key}, {"consumer_secret", consumer_secret}});
  });
}

bool GarminSignIn::accepts(const Request& request) const {
  const std::string header = request.header("authorization");
  return !mood_.token_not_active && header.starts_with("Bearer ") && good_.contains(header.substr(7));
}

void GarminSignIn::expire(bool refresh_too) {
  good_.clear();
  if (refresh_too) {
    refresh_.clear();
  }
}

std::string GarminSignIn::new_ticket(const std::string& service) {
  const char* kind = service.ends_with("/sso/embed") ? "cas" : "sso";
  const std::string ticket = fmt::format("ST-{:07}-sandboxTicket-{}", ++counter_, kind);
  tickets_[ticket] = {service, now() + ticket_lifetime_s};
  return ticket;
}

Response GarminSignIn::answer_with_ticket(const std::string& service) {
  json body = login_answer("SUCCESSFUL", "", "OK");
  body["serviceURL"] = service;
  body["serviceTicketId"] = new_ticket(service);
  body["authType"] = "CAS";
  return answer(body);
}

Response GarminSignIn::login(const Request& request) {
  if (mood_.login == "limited") {
    return page_of(429, "Too Many Requests");
  }
  if (mood_.login == "challenge") {
    return page_of(403, "Just a moment...");
  }
  if (mood_.login == "limited_200") {
    return answer({{"error", {{"status-code", "429"}, {"request-id", "x"}}}});
  }
  if (mood_.login == "captcha") {
    return answer(login_answer("CAPTCHA_REQUIRED", "", "FORBIDDEN"));
  }
  const json body = json::parse(request.body, nullptr, false);
  const std::string service = request.asked("service").value_or("");
  if (!body.is_object() || service.empty() || !request.asked("clientId")) {
    return answer(json::object(), 400);
  }
  if (body.value("username", "") != email || body.value("password", "") != password) {
    return answer(login_answer("INVALID_USERNAME_PASSWORD", "generalLoginInvalidUsernameOrPassword", "UNAUTHORIZED"));
  }
  if (!mood_.asks_code) {
    return answer_with_ticket(service);
  }
  const std::string session = fmt::format("session-{}", ++counter_);
  sessions_[session] = service;
  json asked = login_answer("MFA_REQUIRED", "", "OK");
  asked["customerMfaInfo"] = {{"email", "k***@e***.org"}, {"phoneNumber", nullptr}, {"mfaLastMethodUsed", "email"}};
  asked["consentTypeList"] = json::array();
  Response response = answer(asked);
  response.headers = {{"Set-Cookie", "SESSION=" + session + "; Path=/; Secure; HttpOnly"},
                      {"Set-Cookie", "__cflb=abc; Path=/; HttpOnly"}};
  return response;
}

Response GarminSignIn::verify_code(const Request& request) {
  const std::string cookies = request.header("cookie");
  for (const auto& [session, service] : sessions_) {
    if (cookies.find("SESSION=" + session) == std::string::npos) {
      continue;
    }
    const json body = json::parse(request.body, nullptr, false);
    if (!body.is_object() || body.value("mfaVerificationCode", "") != code || body.value("mfaMethod", "") != "email" ||
        request.asked("service") != service) {
      return answer(login_answer("MFA_CODE_INVALID", "", "UNAUTHORIZED")); // the real name is not known
    }
    const std::string wanted = service;
    sessions_.clear();
    return answer_with_ticket(wanted);
  }
  return answer(login_answer("SESSION_EXPIRED", "", "UNAUTHORIZED"));
}

/// What the page leads to for one whom the browser knows already.
Response GarminSignIn::page(const Request& request) {
  const std::string service = request.asked("service").value_or("");
  const std::string location = service + "?ticket=" + new_ticket(service);
  return {302, "", "text/html", {{"Location", location}}};
}

Response GarminSignIn::token(const Request& request) {
  auto form = form_of(request);
  const std::string client_id = form["client_id"];
  if (client_id.empty() || request.header("authorization") != "Basic " + base64(as_bytes(client_id + ":")) ||
      mood_.refuses.contains(client_id)) {
    return answer({{"error", "invalid_client"}}, 401);
  }
  if (form["grant_type"] == "refresh_token") {
    const auto good = refresh_.find(client_id);
    if (good == refresh_.end() || good->second != form["refresh_token"]) {
      return invalid_grant("Invalid refresh token: " + form["refresh_token"]);
    }
    return tokens(grant(client_id));
  }
  const auto found = tickets_.find(form["service_ticket"]);
  if (form["grant_type"] != ticket_grant || found == tickets_.end()) {
    return invalid_grant("Invalid service ticket");
  }
  const Ticket ticket = found->second;
  tickets_.erase(found);
  if (ticket.service != form["service_url"] || ticket.until < now()) {
    return invalid_grant("Invalid service ticket");
  }
  return tokens(grant(client_id));
}

GarminSignIn::Grant GarminSignIn::grant(const std::string& client_id) {
  ++counter_;
  const json claims = {{"client_id", client_id}, {"exp", now() + mood_.lifetime_s}, {"jti", counter_}};
  const Grant grant{fmt::format("{}.{}.garmin-access-{}", base64_url(as_bytes(R"({"alg":"none"})")),
                                base64_url(as_bytes(claims.dump())), counter_),
                    fmt::format("garmin-refresh-{}", counter_)};
  good_.insert(grant.access);
  refresh_[client_id] = grant.refresh;
  return grant;
}

Response GarminSignIn::tokens(const Grant& grant) const {
  return answer({{"access_token", grant.access},
                 {"token_type", "Bearer"},
                 {"refresh_token", grant.refresh},
                 {"expires_in", mood_.lifetime_s},
                 {"refresh_token_expires_in", 2'591'999},
                 {"scope", "CONNECT_READ CONNECT_WRITE"},
                 {"jti", "5b0c"},
                 {"customerId", "0a1b2c3d"}});
}

Response GarminSignIn::oauth1_exchange(const Request& request) {
  const std::string header = request.header("authorization");
  if (request.header("content-type") != "application/x-www-form-urlencoded") {
    return page_of(500, "Internal Server Error");
  }
  net::OAuth1Keys keys;
  keys.consumer_key = consumer_key;
  keys.consumer_secret = Secret(consumer_secret);
  keys.token = oauth1_token;
  keys.token_secret = Secret(oauth1_secret);
  net::HttpRequest asked;
  asked.method = "POST";
  asked.url = "http://" + request.header("host") + exchange_path;
  asked.body = request.body;
  const auto timestamp = parse_integer(parameter(header, "oauth_timestamp")).value_or(0);
  const bool fresh_nonce = nonces_.insert(parameter(header, "oauth_nonce")).second;
  const bool good_signature = parameter(header, "oauth_token") == oauth1_token &&
                              parameter(header, "oauth_signature") ==
                                  net::oauth1_signature(asked, keys, parameter(header, "oauth_nonce"), timestamp);
  auto form = form_of(request);
  if (!good_signature || !fresh_nonce || (mood_.wants_mfa_token && form["mfa_token"] != mfa_token) ||
      form.contains("audience")) {
    return page_of(401, "OAuthToken is invalid");
  }
  return tokens(grant("the older one"));
}

} // namespace tracekit::sandbox
