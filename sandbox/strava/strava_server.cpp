// SPDX-License-Identifier: MIT
#include "sandbox/strava/strava_server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "sandbox/strava/strava_uploads.hpp"

namespace tracekit::sandbox {
namespace {

using nlohmann::json;

constexpr long long largest_page = 200;
constexpr std::array only_alone{"description", "calories", "gear", "laps", "hide_from_home", "embed_token"};

Response answer(const json& document) {
  return {200, document.dump(-1, ' ', false, json::error_handler_t::replace), "application/json; charset=utf-8", {}};
}

/// As recorded: nothing in it.
Response not_found() { return {404, "", "application/json; charset=utf-8", {}}; }

EpochSeconds start_of(const json& activity) {
  const auto time = parse_iso_time(activity.at("start_date").get<std::string>());
  return time ? time->utc_ms() / 1000 : 0;
}

std::string id_of(const json& activity) { return std::to_string(activity.at("id").get<std::int64_t>()); }

} // namespace

struct StravaServer::State {
  explicit State(const Seed& seed) : gear(json::parse(seed.gear_json)) { hold(seed.activities); }

  void hold(const std::vector<std::string>& held) {
    activities.clear();
    for (const std::string& text : held) {
      activities.push_back(json::parse(text));
    }
  }

  json* find(const std::string& id) {
    const auto found =
        std::find_if(activities.begin(), activities.end(), [&](const json& a) { return id_of(a) == id; });
    return found == activities.end() ? nullptr : &*found;
  }

  void lose_newest() {
    const auto newest = std::max_element(activities.begin(), activities.end(),
                                         [](const json& a, const json& b) { return start_of(a) < start_of(b); });
    if (newest != activities.end()) {
      activities.erase(newest);
    }
  }

  void gain_newer() {
    const auto id = 18'000'000'000 + static_cast<std::int64_t>(gained);
    activities.push_back(json::parse(StravaServer::activity(ride_to_come(gained++), id)));
  }

  json* find_gear(const std::string& id) {
    const auto found = std::find_if(gear.begin(), gear.end(), [&](const json& one) { return one.at("id") == id; });
    return found == gear.end() ? nullptr : &*found;
  }

  json alone(json activity) {
    activity["resource_state"] = 3;
    if (const auto id = activity.find("gear_id"); id != activity.end() && id->is_string()) {
      if (const json* known = find_gear(id->get<std::string>())) {
        activity["gear"] = *known;
        activity["gear"].erase("brand_name");
        activity["gear"].erase("model_name");
      }
    }
    if (activity.contains("map")) {
      activity["map"]["polyline"] = activity["map"].value("summary_polyline", "");
    }
    return activity;
  }

  static json listed(json activity) {
    activity["resource_state"] = 2;
    for (const char* key : only_alone) {
      activity.erase(key);
    }
    return activity;
  }

  /// Newest first, but oldest first when only `after` is given.
  Response list(const Request& request, bool with_private) {
    const auto number = [&](const char* name) { return parse_integer(request.asked(name).value_or("")); };
    const auto after = number("after");
    const auto before = number("before");
    std::vector<const json*> fitting;
    for (const json& activity : activities) {
      const EpochSeconds start = start_of(activity);
      const bool visible = with_private || !activity.value("private", false);
      if (visible && (!after || start > *after) && (!before || start < *before)) {
        fitting.push_back(&activity);
      }
    }
    const bool oldest_first = after && !before;
    std::stable_sort(fitting.begin(), fitting.end(), [&](const json* a, const json* b) {
      return oldest_first ? start_of(*a) < start_of(*b) : start_of(*a) > start_of(*b);
    });
    const auto size = static_cast<std::size_t>(std::clamp(number("per_page").value_or(30), 1LL, largest_page));
    const auto first = static_cast<std::size_t>(std::clamp(number("page").value_or(1), 1LL, 1'000'000LL) - 1) * size;
    json page = json::array();
    for (std::size_t i = first; i < std::min(first + size, fitting.size()); ++i) {
      page.push_back(listed(*fitting[i]));
    }
    return answer(page);
  }

  /// What it does not know it does not set, and says nothing.
  Response update(const Request& request) {
    json* activity = find(request.parts.at("id"));
    if (activity == nullptr) {
      return not_found();
    }
    const json changes = json::parse(request.body, nullptr, false);
    if (!changes.is_object() || !request.header("content-type").starts_with("application/json")) {
      return strava_fault(400, "Bad Request", "Activity", "", "invalid");
    }
    for (const char* key : {"name", "description", "sport_type"}) {
      if (changes.contains(key) && changes.at(key).is_string()) {
        (*activity)[key] = changes.at(key);
      }
    }
    for (const char* key : {"commute", "trainer", "hide_from_home"}) {
      if (changes.contains(key) && changes.at(key).is_boolean()) {
        (*activity)[key] = changes.at(key);
      }
    }
    if (changes.contains("gear_id") && changes.at("gear_id").is_string()) {
      const auto id = changes.at("gear_id").get<std::string>();
      if (id == "none") {
        (*activity)["gear_id"] = nullptr;
      } else if (find_gear(id) != nullptr) {
        (*activity)["gear_id"] = id;
      }
    }
    return answer(alone(*activity));
  }

  [[nodiscard]] Response athlete(bool whole) const {
    json out = {{"id", 227615},        {"username", "kira_v"}, {"resource_state", whole ? 3 : 2},
                {"firstname", "Kira"}, {"lastname", "V"},      {"premium", true}};
    if (whole) {
      out["bikes"] = json::array();
      out["shoes"] = json::array();
      for (const json& one : gear) {
        if (!one.value("retired", false)) {
          json shown = one;
          shown.erase("brand_name");
          shown.erase("model_name");
          out[one.at("id").get<std::string>().starts_with('b') ? "bikes" : "shoes"].push_back(shown);
        }
      }
    }
    return answer(out);
  }

  Response gear_alone(const Request& request) {
    const json* one = find_gear(request.parts.at("id"));
    return one == nullptr ? not_found() : answer(*one);
  }

  /// Counts the request, and refuses it when there are too many.
  Response limited(const Request& request, const std::function<Response()>& work) {
    ++reads;
    Response response = reads > reads_limit
                            ? Response{429,
                                       R"({"errors":"Rate Limit Exceeded","status":429,"message":"Too Many Requests"})",
                                       "application/json; charset=utf-8",
                                       {}}
                            : work();
    response.headers.emplace_back("X-RateLimit-Limit", "200000,2000000");
    response.headers.emplace_back("X-RateLimit-Usage", fmt::format("{0},{0}", reads));
    response.headers.emplace_back("X-ReadRateLimit-Limit", fmt::format("{},1000000", reads_limit));
    response.headers.emplace_back("X-ReadRateLimit-Usage",
                                  request.method == "PUT" ? "," : fmt::format("{0},{0}", reads)); // as recorded
    return response;
  }

  json gear;
  std::vector<json> activities;
  bool subscribed = true; ///< whoever registered the application
  long long reads = 0;
  std::size_t gained = 0;
  Response upload(const Request& request) {
    return uploads_.take(request, [this](EpochSeconds start) { return started_at(start); });
  }

  Response show_upload(const Request& request) {
    return uploads_.show(request.parts.at("id"), [this](const json& made) { activities.push_back(made); });
  }

  long long reads_limit = 100'000;

private:
  const json* started_at(EpochSeconds start) {
    const auto found = std::find_if(activities.begin(), activities.end(),
                                    [&](const json& one) { return std::abs(start_of(one) - start) <= 60; });
    return found == activities.end() ? nullptr : &*found;
  }

  StravaUploads uploads_;
};

StravaServer::StravaServer(Seed seed) : seed_(std::move(seed)), state_(std::make_unique<State>(seed_)) {}
StravaServer::~StravaServer() = default;

std::string StravaServer::settings(const std::string& url) const {
  return json{{"client_id", StravaOAuth::client_id},
              {"client_secret", StravaOAuth::client_secret},
              {"base_urls", {{"api", url + "/api/v3"}, {"oauth", url + "/oauth"}}}}
      .dump();
}

void StravaServer::reset() {
  *state_ = State(seed_);
  oauth_.reset();
  push_.reset();
}

void StravaServer::lose_newest() { state_->lose_newest(); }
void StravaServer::gain_newer() { state_->gain_newer(); }

Held StravaServer::held() const {
  Held held;
  for (const json& activity : state_->activities) {
    held[id_of(activity)] = activity.dump();
  }
  return held;
}

std::vector<Notification> StravaServer::notifications(const std::vector<ActivityChange>& changes) {
  std::vector<Notification> events = push_.notifications(changes);
  if (oauth_.take_revoked()) {
    events.push_back(push_.deauthorization());
  }
  return events;
}

void StravaServer::hold(const std::vector<std::string>& activities) { state_->hold(activities); }

void StravaServer::add_routes(Routes& routes) {
  oauth_.add_routes(routes);
  push_.add_routes(routes);
  add_api(routes);
  add_web(routes);
}

void StravaServer::add_api(Routes& routes) {
  using Scopes = std::set<std::string>;
  using Handle = Response (*)(State&, const Request&, const Scopes&);
  const auto add = [&](const char* method, const std::string& path, std::set<std::string> one_of, Handle handle) {
    routes.add(method, "/api/v3" + path, [this, one_of = std::move(one_of), handle](const Request& request) {
      const Scopes* scopes = oauth_.scopes_of(request);
      if (scopes == nullptr) {
        return strava_fault(401, "Authorization Error", "Application", "", "invalid");
      }
      if (!state_->subscribed) {
        return strava_fault(403, "Forbidden", "Application", "Status", "Inactive");
      }
      const bool may = one_of.empty() || std::any_of(one_of.begin(), one_of.end(),
                                                     [&](const std::string& scope) { return scopes->contains(scope); });
      if (!may) {
        return strava_fault(401, "Authorization Error", "AccessToken", *one_of.begin() + "_permission", "missing");
      }
      return state_->limited(request, [&] { return handle(*state_, request, *scopes); });
    });
  };
  const std::set<std::string> reading{"activity:read", "activity:read_all"};
  add("GET", "/athlete/activities", reading,
      [](State& s, const Request& r, const Scopes& scopes) { return s.list(r, scopes.contains("activity:read_all")); });
  add("GET", "/activities/{id}", reading, [](State& s, const Request& r, const Scopes&) {
    const json* activity = s.find(r.parts.at("id"));
    return activity == nullptr ? not_found() : answer(s.alone(*activity));
  });
  add("PUT", "/activities/{id}", {"activity:write"},
      [](State& s, const Request& r, const Scopes&) { return s.update(r); });
  add("POST", "/uploads", {"activity:write"}, [](State& s, const Request& r, const Scopes&) { return s.upload(r); });
  add("GET", "/uploads/{id}", {"activity:write"},
      [](State& s, const Request& r, const Scopes&) { return s.show_upload(r); });
  add("GET", "/athlete", {},
      [](State& s, const Request&, const Scopes& scopes) { return s.athlete(scopes.contains("profile:read_all")); });
  add("GET", "/gear/{id}", {}, [](State& s, const Request& r, const Scopes&) { return s.gear_alone(r); });
}

void StravaServer::add_web(Routes& routes) {
  routes.add("GET", "/web/activities", [this](const Request&) {
    json all = json::array();
    for (const json& activity : state_->activities) {
      all.push_back(state_->alone(activity));
    }
    return answer(all);
  });
  routes.add("PUT", "/web/activities/{id}", [this](const Request& request) {
    json* activity = state_->find(request.parts.at("id"));
    if (activity == nullptr) {
      return not_found();
    }
    activity->update(json::parse(request.body));
    return answer(state_->alone(*activity));
  });
  routes.add("DELETE", "/web/activities/{id}", [this](const Request& request) {
    std::erase_if(state_->activities, [&](const json& a) { return id_of(a) == request.parts.at("id"); });
    return answer(json::object());
  });
  routes.add("PUT", "/web/gear/{id}", [this](const Request& request) {
    json* gear = state_->find_gear(request.parts.at("id"));
    if (gear == nullptr) {
      return not_found();
    }
    (*gear)["name"] = json::parse(request.body).at("name");
    return answer(*gear);
  });
  routes.add("POST", "/web/mood", [this](const Request& request) {
    const json mood = json::parse(request.body);
    oauth_.set_mood({.asked = mood.value("asked", false),
                     .refuses = mood.value("refuses", false),
                     .unticked = mood.value("unticked", std::set<std::string>())});
    return answer(mood);
  });
  routes.add("POST", "/web/hours", [this](const Request&) {
    oauth_.expire();
    return answer(json::object());
  });
  routes.add("POST", "/web/subscription", [this](const Request& request) {
    state_->subscribed = json::parse(request.body).value("paid", true);
    return answer(json::object());
  });
  routes.add("POST", "/web/limits", [this](const Request& request) {
    state_->reads = 0;
    state_->reads_limit = json::parse(request.body).value("reads", 100LL);
    return answer(json::object());
  });
}

} // namespace tracekit::sandbox
