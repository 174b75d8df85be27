// SPDX-License-Identifier: MIT
#include "sandbox/strava/strava_push.hpp"

#include <chrono>
#include <nlohmann/json.hpp>

#include "base/time.hpp"
#include "net/url.hpp"
#include "sandbox/strava/strava_oauth.hpp"

namespace tracekit::sandbox {
namespace {

using nlohmann::json;

constexpr std::int64_t subscription_id = 131'300;
constexpr std::int64_t athlete_id = 227'615;
constexpr const char* challenge = "15f7d1a91c1f40f8a748fd134752feb3";
constexpr int most_tries = 3;
constexpr std::size_t longest_address = 255;

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Response answer(const json& document, int status = 200) {
  return {status, document.dump(), "application/json; charset=utf-8", {}};
}

/// Form or query: both are taken.
std::map<std::string, std::string> values_of(const Request& request) {
  std::map<std::string, std::string> values = request.query;
  for (auto& [name, value] : net::parse_query(request.body)) {
    values[name] = value;
  }
  return values;
}

bool is_application(const std::map<std::string, std::string>& values) {
  const auto id = values.find("client_id");
  const auto secret = values.find("client_secret");
  return id != values.end() && secret != values.end() && id->second == StravaOAuth::client_id &&
         secret->second == StravaOAuth::client_secret;
}

Response not_the_application() { return strava_fault(401, "Authorization Error", "Application", "", "invalid"); }

Response refused(const std::string& field, const std::string& code) {
  return strava_fault(400, "Bad Request", "PushSubscription", field, code);
}

/// Whether the address gives the challenge back.
bool confirms(const std::string& url, const std::string& verify_token) {
  const net::Query query{{"hub.mode", "subscribe"}, {"hub.challenge", challenge}, {"hub.verify_token", verify_token}};
  const char* joint = url.find('?') == std::string::npos ? "?" : "&";
  const Reply reply = call("GET", url + joint + net::query_text(query), {});
  const json echoed = json::parse(reply.body, nullptr, false);
  return reply.status == 200 && echoed.is_object() && echoed.value("hub.challenge", "") == challenge;
}

Notification event(const char* type, std::int64_t object, const char* aspect, const json& updates) {
  const json body = {{"object_type", type},    {"object_id", object}, {"aspect_type", aspect},
                     {"owner_id", athlete_id}, {"event_time", now()}, {"subscription_id", subscription_id},
                     {"updates", updates}};
  Notification notification{body.dump(), {{"Content-Type", "application/json"}}};
  notification.tries = most_tries;
  return notification;
}

/// What an event tells of a change; nothing of gear, descriptions and numbers. All values are texts.
json updates_between(const json& before, const json& after) {
  json updates = json::object();
  if (before.value("name", "") != after.value("name", "")) {
    updates["title"] = after.value("name", "");
  }
  if (before.value("sport_type", "") != after.value("sport_type", "")) {
    updates["type"] = after.value("sport_type", "");
  }
  if (before.value("private", false) != after.value("private", false)) {
    updates["private"] = after.value("private", false) ? "true" : "false";
  }
  return updates;
}

} // namespace

void StravaPush::add_routes(Routes& routes) {
  routes.add("POST", "/api/v3/push_subscriptions", [this](const Request& request) { return create(request); });
  routes.add("GET", "/api/v3/push_subscriptions", [this](const Request& request) { return view(request); });
  routes.add("DELETE", "/api/v3/push_subscriptions/{id}", [this](const Request& request) { return remove(request); });
}

Response StravaPush::create(const Request& request) {
  auto values = values_of(request);
  const std::string url = values["callback_url"];
  if (!is_application(values)) {
    return not_the_application();
  }
  if (!callback_url_.empty()) {
    return refused("", "already exists");
  }
  if (url.empty() || url.size() > longest_address) {
    return refused("callback url", "not verifiable");
  }
  if (!confirms(url, values["verify_token"])) {
    return refused("callback url", "GET to callback URL does not return 200");
  }
  callback_url_ = url;
  return answer({{"id", subscription_id}}, 201);
}

Response StravaPush::view(const Request& request) const {
  if (!is_application(values_of(request))) {
    return not_the_application();
  }
  json list = json::array();
  if (!callback_url_.empty()) {
    list.push_back(
        {{"id", subscription_id}, {"resource_state", 2}, {"application_id", 24'523}, {"callback_url", callback_url_}});
  }
  return answer(list);
}

Response StravaPush::remove(const Request& request) {
  if (!is_application(values_of(request))) {
    return not_the_application();
  }
  if (callback_url_.empty() || request.parts.at("id") != std::to_string(subscription_id)) {
    return {404, "", "application/json; charset=utf-8", {}};
  }
  callback_url_.clear();
  return {204, "", "application/json; charset=utf-8", {}};
}

std::vector<Notification> StravaPush::notifications(const std::vector<ActivityChange>& changes) const {
  std::vector<Notification> events;
  for (const ActivityChange& change : changes) {
    const auto id = static_cast<std::int64_t>(std::stoll(change.id));
    if (change.what == ActivityChange::What::created) {
      events.push_back(event("activity", id, "create", json::object()));
    } else if (change.what == ActivityChange::What::deleted) {
      events.push_back(event("activity", id, "delete", json::object()));
    } else if (const json updates = updates_between(json::parse(change.before), json::parse(change.after));
               !updates.empty()) {
      events.push_back(event("activity", id, "update", updates));
    }
  }
  return events;
}

Notification StravaPush::deauthorization() const {
  return event("athlete", athlete_id, "update", {{"authorized", "false"}});
}

} // namespace tracekit::sandbox
