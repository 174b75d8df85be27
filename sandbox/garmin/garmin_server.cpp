// SPDX-License-Identifier: MIT
#include "sandbox/garmin/garmin_server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "sandbox/garmin/garmin_answers.hpp"
#include "sandbox/garmin/garmin_shapes.hpp"
#include "sandbox/server/uploaded_file.hpp"

namespace tracekit::sandbox {
namespace {

using namespace garmin_answers;
using nlohmann::json;

constexpr long long largest_page = 1000;
constexpr long long usual_page = 20;
constexpr std::size_t day_digits = 10;
constexpr std::int64_t stranger_id = 7; ///< an activity of somebody else

std::string start_of(const json& activity) {
  const auto found = activity.find("startTimeLocal");
  return found != activity.end() && found->is_string() ? found->get<std::string>() : "";
}

std::string id_of(const json& activity) { return std::to_string(activity.at("activityId").get<std::int64_t>()); }

} // namespace

struct GarminServer::State {
  explicit State(const Seed& seed) : gear(json::parse(seed.gear_json)), devices(json::parse(seed.devices_json)) {
    hold(seed.activities);
  }

  void hold(const std::vector<Activity>& held) {
    activities.clear();
    links.clear();
    originals.clear();
    for (const Activity& one : held) {
      json activity = json::parse(one.json);
      const std::string id = id_of(activity);
      links[id] = one.gear;
      originals[id] = one.original;
      activities.push_back(std::move(activity));
    }
    sort();
  }

  json* find(const std::string& id) {
    const auto found =
        std::find_if(activities.begin(), activities.end(), [&](const json& a) { return id_of(a) == id; });
    return found == activities.end() ? nullptr : &*found;
  }

  void remove(const std::string& id) {
    std::erase_if(activities, [&](const json& a) { return id_of(a) == id; });
    links.erase(id);
  }

  void lose_newest() {
    if (!activities.empty()) {
      remove(id_of(activities.front()));
    }
  }

  void gain_newer() {
    activities.push_back(json::parse(GarminServer::activity(ride_to_come(gained++), next_id++)));
    links[id_of(activities.back())] = {};
    sort();
  }

  json* find_gear(const std::string& uuid) {
    const auto found = std::find_if(gear.begin(), gear.end(), [&](const json& one) { return one.at("uuid") == uuid; });
    return found == gear.end() ? nullptr : &*found;
  }

  static json listed(json activity) {
    activity.erase("sandboxChildIds");
    activity.erase(hidden);
    return activity;
  }

  void sort() {
    std::stable_sort(activities.begin(), activities.end(),
                     [](const json& a, const json& b) { return start_of(a) > start_of(b); });
  }

  /// What was uploaded shows in the second list after that.
  static bool is_hidden(json& activity) {
    const int looks = activity.value(hidden, 0);
    if (looks > 0) {
      activity[hidden] = looks - 1;
    }
    return looks > 0;
  }

  static Response import_result(int status, const json& successes, const json& failures) {
    Response response =
        answer({{"detailedImportResult",
                 {{"uploadId", ""}, {"owner", 90'123'456}, {"successes", successes}, {"failures", failures}}}});
    response.status = status;
    return response;
  }

  Response upload(const Request& request) {
    const auto file = UploadedFile::of(request);
    const auto workout = file ? file->workout() : std::nullopt;
    if (!workout) {
      return bad_request();
    }
    json fresh = json::parse(GarminServer::activity(*workout, next_id));
    const auto start = fresh.at("startTimeGMT").get<std::string>();
    for (const json& activity : activities) {
      if (activity.value("startTimeGMT", "") == start) {
        const json message = {{"code", 202}, {"content", "Duplicate Activity."}};
        return import_result(409, json::array(),
                             {{{"internalId", activity.at("activityId")}, {"messages", json::array({message})}}});
      }
    }
    fresh[hidden] = 1;
    fresh["activityName"] = "Zürich Cycling";
    links[id_of(fresh)] = {};
    ++next_id;
    activities.push_back(std::move(fresh));
    sort();
    return import_result(202, json::array(), json::array());
  }

  static Response page(const Request& request, const std::vector<const json*>& fitting) {
    const auto limit = parse_integer(request.asked("limit").value_or("")).value_or(usual_page);
    const auto start = parse_integer(request.asked("start").value_or("")).value_or(0);
    if (limit < 1 || limit > largest_page || start < 0) {
      return bad_request();
    }
    json page = json::array();
    for (auto i = static_cast<std::size_t>(start);
         i < std::min(fitting.size(), static_cast<std::size_t>(start + limit)); ++i) {
      page.push_back(listed(*fitting[i]));
    }
    return answer(page);
  }

  Response list(const Request& request) {
    std::vector<const json*> fitting;
    for (json& activity : activities) {
      const std::string day = start_of(activity).substr(0, day_digits);
      if (day >= request.asked("startDate").value_or("") && day <= request.asked("endDate").value_or("9999") &&
          !is_hidden(activity)) {
        fitting.push_back(&activity);
      }
    }
    return page(request, fitting);
  }

  Response list_of_gear(const Request& request) {
    const std::string uuid = request.parts.at("uuid");
    if (find_gear(uuid) == nullptr) {
      return not_found();
    }
    std::vector<const json*> fitting;
    for (const json& activity : activities) {
      const auto& own = links[id_of(activity)];
      if (std::find(own.begin(), own.end(), uuid) != own.end()) {
        fitting.push_back(&activity);
      }
    }
    return page(request, fitting);
  }

  Response alone(const Request& request) {
    const std::string id = request.parts.at("id");
    if (id == std::to_string(stranger_id)) {
      return forbidden();
    }
    const json* activity = find(id);
    return activity == nullptr ? not_found() : answer(garmin_detail(*activity));
  }

  Response update(const Request& request) {
    json* activity = find(request.parts.at("id"));
    if (activity == nullptr) {
      return not_found();
    }
    const json changes = json::parse(request.body, nullptr, false);
    if (!changes.is_object() || !changes.contains("activityId") ||
        changes.at("activityId") != activity->at("activityId") ||
        !request.header("content-type").starts_with("application/json")) {
      return bad_request();
    }
    for (const char* key : {"activityName", "description"}) {
      if (changes.contains(key)) {
        (*activity)[key] = changes.at(key);
      }
    }
    return nothing();
  }

  Response filter_gear(const Request& request) {
    if (const auto id = request.asked("activityId")) {
      json out = json::array();
      if (!links.contains(*id)) {
        return not_found();
      }
      for (const std::string& uuid : links[*id]) {
        if (const json* one = find_gear(uuid)) {
          out.push_back(*one);
        }
      }
      return answer(out);
    }
    return request.asked("userProfilePk") == profile_id ? answer(gear) : forbidden();
  }

  /// Twice is as good as once.
  Response link(const Request& request, bool linked) {
    const std::string uuid = request.parts.at("uuid");
    const json* one = find_gear(uuid);
    const auto own = links.find(request.parts.at("id"));
    if (one == nullptr || own == links.end()) {
      return not_found();
    }
    std::erase(own->second, uuid);
    if (linked) {
      own->second.push_back(uuid);
    }
    return answer(*one);
  }

  Response download(const Request& request) {
    const auto found = originals.find(request.parts.at("id"));
    if (found == originals.end() || !found->second) {
      return not_found();
    }
    const Bytes zip = found->second();
    return {200,
            std::string(zip.begin(), zip.end()),
            "application/x-zip-compressed",
            {{"Content-Disposition", fmt::format("attachment; filename=\"{}.zip\"", found->first)}}};
  }

  static constexpr const char* profile_id = "90123456";

  static constexpr const char* hidden = "sandboxHidden"; ///< from so many lists

  std::size_t gained = 0;
  std::int64_t next_id = 22'000'000'001;
  json gear;
  json devices;
  std::vector<json> activities; ///< newest first
  std::map<std::string, std::vector<std::string>> links;
  std::map<std::string, std::function<Bytes()>> originals;
};

GarminServer::GarminServer(Seed seed) : seed_(std::move(seed)), state_(std::make_unique<State>(seed_)) {}
GarminServer::~GarminServer() = default;

std::string GarminServer::settings(const std::string& url) const {
  return json{{"base_urls", {{"sso", url}, {"diauth", url}, {"api", url}, {"consumer", url}}}}.dump();
}

void GarminServer::reset() {
  *state_ = State(seed_);
  sign_in_.reset();
}

void GarminServer::lose_newest() { state_->lose_newest(); }
void GarminServer::gain_newer() { state_->gain_newer(); }

void GarminServer::hold(const std::vector<Activity>& activities) { state_->hold(activities); }

void GarminServer::add_routes(Routes& routes) {
  sign_in_.add_routes(routes);
  add_api(routes);
  add_web(routes);
}

void GarminServer::add_api(Routes& routes) {
  using Handle = Response (*)(State&, const Request&);
  const auto add = [&](const char* method, const char* path, Handle handle) {
    routes.add(method, path, [this, handle](const Request& request) {
      return sign_in_.accepts(request) ? handle(*state_, request) : unauthorized();
    });
  };
  add("GET", "/activitylist-service/activities/search/activities",
      [](State& s, const Request& r) { return s.list(r); });
  add("GET", "/activitylist-service/activities/search", [](State&, const Request&) { return forbidden(); });
  add("GET", "/activitylist-service/activities/{uuid}/gear",
      [](State& s, const Request& r) { return s.list_of_gear(r); });
  add("GET", "/activity-service/activity/{id}", [](State& s, const Request& r) { return s.alone(r); });
  add("PUT", "/activity-service/activity/{id}", [](State& s, const Request& r) { return s.update(r); });
  add("GET", "/gear-service/gear/filterGear", [](State& s, const Request& r) { return s.filter_gear(r); });
  add("PUT", "/gear-service/gear/link/{uuid}/activity/{id}",
      [](State& s, const Request& r) { return s.link(r, true); });
  add("PUT", "/gear-service/gear/unlink/{uuid}/activity/{id}",
      [](State& s, const Request& r) { return s.link(r, false); });
  add("POST", "/upload-service/upload", [](State& s, const Request& r) { return s.upload(r); });
  add("GET", "/device-service/deviceregistration/devices", [](State& s, const Request&) { return answer(s.devices); });
  add("GET", "/download-service/files/activity/{id}", [](State& s, const Request& r) { return s.download(r); });
  add("GET", "/userprofile-service/socialProfile", [](State&, const Request&) {
    return answer({{"id", 402'113'377},
                   {"profileId", 90'123'456},
                   {"displayName", "2f6c1f0e-7a55-4e1c-9c1d-5f0b8a6a7d11"},
                   {"fullName", "Kira V"},
                   {"userName", GarminSignIn::email}});
  });
}

void GarminServer::add_web(Routes& routes) {
  routes.add("GET", "/web/activities", [this](const Request&) {
    json all = json::array();
    for (json activity : state_->activities) {
      activity["gear"] = state_->links[id_of(activity)];
      all.push_back(std::move(activity));
    }
    return answer(all);
  });
  routes.add("PUT", "/web/activities/{id}", [this](const Request& request) {
    json* activity = state_->find(request.parts.at("id"));
    if (activity == nullptr) {
      return not_found();
    }
    activity->update(json::parse(request.body));
    return answer(*activity);
  });
  routes.add("DELETE", "/web/activities/{id}", [this](const Request& request) {
    state_->remove(request.parts.at("id"));
    return answer(json::object());
  });
  routes.add("PUT", "/web/activities/{id}/gear", [this](const Request& request) {
    state_->links[request.parts.at("id")] = json::parse(request.body).at("uuids").get<std::vector<std::string>>();
    return answer(json::object());
  });
  routes.add("PUT", "/web/gear/{id}", [this](const Request& request) {
    json* gear = state_->find_gear(request.parts.at("id"));
    if (gear == nullptr) {
      return not_found();
    }
    (*gear)["displayName"] = json::parse(request.body).at("name");
    return answer(*gear);
  });
  routes.add("POST", "/web/mood", [this](const Request& request) {
    const json wanted = json::parse(request.body);
    GarminSignIn::Mood mood;
    mood.asks_code = wanted.value("asks_code", false);
    mood.login = wanted.value("login", "");
    mood.refuses = wanted.value("refuses", std::set<std::string>());
    mood.token_not_active = wanted.value("token_not_active", false);
    mood.wants_mfa_token = wanted.value("wants_mfa_token", false);
    sign_in_.mood() = mood;
    return answer(wanted);
  });
  routes.add("POST", "/web/hours", [this](const Request& request) {
    sign_in_.expire(json::parse(request.body).value("refresh", false));
    return answer(json::object());
  });
  routes.add("POST", "/web/grant", [this](const Request& request) {
    const auto grant = sign_in_.grant(json::parse(request.body).at("client_id").get<std::string>());
    return answer({{"access", grant.access}, {"refresh", grant.refresh}});
  });
}

} // namespace tracekit::sandbox
