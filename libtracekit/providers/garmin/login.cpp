// SPDX-License-Identifier: MIT
#include "providers/garmin/login.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "net/json_fields.hpp"
#include "net/url.hpp"

namespace tracekit::garmin {
namespace {

using nlohmann::json;

constexpr const char* system = "ios"; ///< tokens of the other application are useless to some accounts
constexpr const char* client_id = "GCM_IOS_DARK";
constexpr const char* user_agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 "
                                   "(KHTML, like Gecko) Mobile/15E148";

std::string text_at(const json& document, const char* object, const char* key) {
  return net::text_of(net::part_of(document, object), key);
}

RateLimited limited() {
  return {fmt::format("{} takes no sign-ins of this account, or from here, for now", title), std::nullopt, other_ways};
}

Error only_browsers() {
  return {ErrorKind::auth, fmt::format("{} lets only browsers sign in from here", title), other_ways};
}

Error wrong(const char* what) {
  return {ErrorKind::auth, fmt::format("{} does not accept this {}; nothing was saved", title, what)};
}

/// Throws for everything that is no ticket.
ServiceTicket ticket_of(const json& answer, const std::string& service, const char* what) {
  const std::string type = text_at(answer, "responseStatus", "type");
  Secret ticket(net::text_of(answer, "serviceTicketId"));
  if (type == "SUCCESSFUL" && !ticket.empty()) {
    return {std::move(ticket), service};
  }
  if (text_at(answer, "error", "status-code") == "429") {
    throw limited();
  }
  if (type.empty() || type == "CAPTCHA_REQUIRED") {
    throw only_browsers();
  }
  throw wrong(what); // the name of a wrong code's answer is not known
}

} // namespace

json Login::post(const char* path, const json& body) {
  net::HttpRequest request;
  request.method = "POST";
  request.url = net::address(hosts_.sso, path,
                             {{"clientId", client_id}, {"locale", "en-US"}, {"service", hosts_.app_service(system)}});
  request.headers = {{"User-Agent", user_agent},
                     {"Accept", "application/json, text/plain, */*"},
                     {"Content-Type", "application/json"},
                     {"Origin", hosts_.sso}};
  request.body = net::json_text(body);
  cookies_.give(request);
  try {
    const net::HttpResponse response = http_.send(request);
    cookies_.take(response);
    auto answer = net::json_of(response.body);
    if (!answer || !answer->is_object()) { // a page that wants to be looked at
      throw only_browsers();
    }
    return std::move(*answer);
  } catch (const RateLimited&) {
    throw limited();
  } catch (const Unauthorized&) {
    throw wrong("e-mail and password");
  }
}

ServiceTicket Login::sign_in(const std::string& email, const Secret& password, const CodeQuestion& ask_code) {
  const std::string service = hosts_.app_service(system);
  const json answer =
      post("/mobile/api/login",
           {{"username", email}, {"password", password.reveal()}, {"rememberMe", true}, {"captchaToken", ""}});
  if (text_at(answer, "responseStatus", "type") != "MFA_REQUIRED") {
    return ticket_of(answer, service, "e-mail and password");
  }
  std::string method = text_at(answer, "customerMfaInfo", "mfaLastMethodUsed");
  method = method.empty() ? "email" : method;
  const Secret code = ask_code(method);
  return ticket_of(post("/mobile/api/mfa/verifyCode", {{"mfaMethod", method},
                                                       {"mfaVerificationCode", code.reveal()},
                                                       {"rememberMyBrowser", true},
                                                       {"reconsentList", json::array()},
                                                       {"mfaSetup", false}}),
                   service, "code");
}

} // namespace tracekit::garmin
