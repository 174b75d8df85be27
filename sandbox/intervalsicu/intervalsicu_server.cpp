// SPDX-License-Identifier: MIT
#include "sandbox/intervalsicu/intervalsicu_server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <nlohmann/json.hpp>

#include "base/encoding.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "sandbox/intervalsicu/gzip.hpp"
#include "sandbox/server/uploaded_file.hpp"

namespace tracekit::sandbox {
namespace {

using nlohmann::json;

constexpr int unprocessable = 422;

Response answer(const json& document, int status = 200) {
  return {status, document.dump(-1, ' ', false, json::error_handler_t::replace), "application/json", {}};
}

Response error(int status, const std::string& words) { return answer({{"status", status}, {"error", words}}, status); }

bool is_stub(const json& activity) { return activity.value("source", "") == "STRAVA" && !activity.contains("type"); }

/// The whole activity, and little of one that is gone.
json event_of(const ActivityChange& change) {
  const bool deleted = change.what == ActivityChange::What::deleted;
  const json before = json::parse(deleted ? change.before : "{}");
  const json gone = {{"id", change.id},
                     {"commute", false},
                     {"race", false},
                     {"icu_athlete_id", "i317960"},
                     {"source", before.value("source", "")}};
  return {{"athlete_id", "i317960"},
          {"type", deleted                                        ? "ACTIVITY_DELETED"
                   : change.what == ActivityChange::What::created ? "ACTIVITY_UPLOADED"
                                                                  : "ACTIVITY_UPDATED"},
          {"timestamp", format_wall(std::time(nullptr)) + ".000+00:00"},
          {"activity", deleted ? gone : json::parse(change.after)},
          {"records", json::array()}};
}

} // namespace

struct IntervalsServer::State {
  explicit State(const Seed& seed) : api_key(seed.api_key), gear(json::parse(seed.gear_json)) { hold(seed.activities); }

  void hold(const std::vector<Activity>& held) {
    activities.clear();
    files.clear();
    for (const Activity& one : held) {
      json activity = json::parse(one.json);
      if (one.file) {
        files[activity.at("id").get<std::string>()] = one.file;
      }
      activities.push_back(std::move(activity));
    }
    std::stable_sort(activities.begin(), activities.end(), [](const json& a, const json& b) {
      return a.at("start_date_local").get<std::string>() > b.at("start_date_local").get<std::string>();
    });
  }

  [[nodiscard]] bool accepts(const Request& request) const { return has_key(request, api_key) || is_other(request); }

  /// Somebody else with a key of his own.
  static bool is_other(const Request& request) { return has_key(request, other_key); }

  static bool has_key(const Request& request, const std::string& key) {
    return request.header("authorization") == "Basic " + base64(as_bytes("API_KEY:" + key));
  }

  json* find(const std::string& id) {
    const auto found = std::find_if(activities.begin(), activities.end(),
                                    [&](const json& activity) { return activity.at("id").get<std::string>() == id; });
    return found == activities.end() ? nullptr : &*found;
  }

  void lose_newest() {
    if (!activities.empty()) {
      activities.erase(activities.begin());
    }
  }

  void gain_newer() {
    const json fresh = json::parse(IntervalsServer::activity(ride_to_come(gained), 950'000 + gained));
    activities.insert(activities.begin(), fresh);
    ++gained;
  }

  json* find_gear(const std::string& id) {
    const auto found = std::find_if(gear.begin(), gear.end(), [&](const json& one) { return one.at("id") == id; });
    return found == gear.end() ? nullptr : &*found;
  }

  /// As it stands alone, its gear has a name; in lists it has none.
  json detail(json activity) {
    if (const auto own = activity.find("gear"); own != activity.end() && own->is_object()) {
      const json* known = find_gear(own->value("id", ""));
      (*own)["name"] = known == nullptr ? json(nullptr) : known->at("name");
    }
    return activity;
  }

  Response list(const Request& request) {
    if (!request.asked("oldest")) {
      return error(unprocessable, "Required parameter 'oldest' is not present.");
    }
    const std::string oldest = *request.asked("oldest");
    const std::string newest = request.asked("newest").value_or("9999-12-31");
    const auto limit = parse_integer(request.asked("limit").value_or("1000000")).value_or(1000000);
    json out = json::array();
    for (const json& activity : activities) {
      const std::string day = activity.at("start_date_local").get<std::string>().substr(0, 10);
      if (day >= oldest.substr(0, 10) && day <= newest.substr(0, 10) && std::ssize(out) < limit) {
        out.push_back(activity);
      }
    }
    return answer(out);
  }

  Response update(const Request& request) {
    json* activity = find(request.parts.at("id"));
    if (activity == nullptr) {
      return error(404, "Activity not found");
    }
    const json changes = json::parse(request.body, nullptr, false);
    if (!changes.is_object()) {
      return error(400, "Malformed body");
    }
    if (is_stub(*activity)) {
      return error(unprocessable, "Cannot update Strava activities");
    }
    if (changes.contains("gear") && find_gear(changes.at("gear").value("id", "")) == nullptr) {
      return error(unprocessable, "Gear not found");
    }
    for (const auto& [key, value] : changes.items()) {
      (*activity)[key] = value;
    }
    return answer(detail(*activity));
  }

  Response create_gear(const Request& request) {
    const json wanted = json::parse(request.body, nullptr, false);
    if (!wanted.is_object() || wanted.value("name", "").empty()) {
      return error(unprocessable, "name is required");
    }
    gear.push_back({{"id", fmt::format("g{}", 9000 + gear.size())},
                    {"name", wanted.at("name")},
                    {"type", wanted.value("type", "Equipment")},
                    {"retired", nullptr},
                    {"component", false}});
    return answer(gear.back());
  }

  /// It knows a file again by its hash, and a workout by nothing.
  Response upload(const Request& request) {
    const auto file = UploadedFile::of(request);
    const auto workout = file ? file->workout() : std::nullopt;
    if (!workout) {
      return error(unprocessable, "No activity found in file");
    }
    const auto [known, is_new] = uploaded.try_emplace(sha256_hex(as_bytes(file->content)), "");
    if (is_new) {
      json activity = json::parse(IntervalsServer::activity(*workout, 900'000 + uploaded.size()));
      activity["name"] = request.asked("name").value_or(file->name);
      activity["source"] = "UPLOAD";
      activity.erase("external_id");
      known->second = activity.at("id").get<std::string>();
      const auto place = std::find_if(activities.begin(), activities.end(), [&](const json& one) {
        return one.at("start_date_local") < activity.at("start_date_local");
      });
      activities.insert(place, std::move(activity));
    }
    Response response = answer({{"icu_athlete_id", "i317960"},
                                {"id", known->second},
                                {"activities", {{{"icu_athlete_id", "i317960"}, {"id", known->second}}}}});
    response.status = is_new ? 201 : 200;
    return response;
  }

  Response file(const Request& request) {
    const auto found = files.find(request.parts.at("id"));
    if (found == files.end()) {
      return error(404, "No file");
    }
    const Bytes packed = gzipped(found->second());
    return {200, std::string(as_text(packed)), "application/octet-stream", {}};
  }

  std::string api_key;
  std::size_t gained = 0;
  json gear;
  std::vector<json> activities;
  std::map<std::string, std::function<Bytes()>> files;
  std::map<std::string, std::string> uploaded; ///< id by the hash of the file
};

IntervalsServer::IntervalsServer(Seed seed) : seed_(std::move(seed)), state_(std::make_unique<State>(seed_)) {}
IntervalsServer::~IntervalsServer() = default;

std::string IntervalsServer::settings(const std::string& url) const {
  return json{{"api_key", seed_.api_key}, {"base_urls", {{"api", url + "/api/v1"}}}}.dump();
}

void IntervalsServer::reset() { *state_ = State(seed_); }

void IntervalsServer::lose_newest() { state_->lose_newest(); }
void IntervalsServer::gain_newer() { state_->gain_newer(); }

/// Nothing is told of what it only has by Strava.
Held IntervalsServer::held() const {
  Held held;
  for (const json& activity : state_->activities) {
    if (!is_stub(activity)) {
      held[activity.at("id").get<std::string>()] = activity.dump();
    }
  }
  return held;
}

std::vector<Notification> IntervalsServer::notifications(const std::vector<ActivityChange>& changes) {
  json events = json::array();
  for (const ActivityChange& change : changes) {
    events.push_back(event_of(change));
  }
  if (events.empty()) {
    return {};
  }
  return {
      {json{{"secret", webhook_secret}, {"events", std::move(events)}}.dump(), {{"Content-Type", "application/json"}}}};
}

void IntervalsServer::hold(const std::vector<Activity>& activities) { state_->hold(activities); }

void IntervalsServer::add_routes(Routes& routes) {
  const auto add = [&](const char* method, const std::string& path, Response (*handle)(State&, const Request&)) {
    routes.add(method, "/api/v1" + path, [this, handle](const Request& request) {
      return state_->accepts(request) ? handle(*state_, request) : error(401, "Unauthorized");
    });
  };
  routes.add("PUT", "/web/gear/{id}", [this](const Request& request) {
    json* gear = state_->find_gear(request.parts.at("id"));
    if (gear == nullptr) {
      return error(404, "Gear not found");
    }
    (*gear)["name"] = json::parse(request.body).at("name");
    return answer(*gear);
  });
  add("GET", "/athlete/{athlete}/activities", [](State& s, const Request& r) { return s.list(r); });
  add("POST", "/athlete/{athlete}/activities", [](State& s, const Request& r) { return s.upload(r); });
  add("GET", "/athlete/{athlete}/gear", [](State& s, const Request&) { return answer(s.gear); });
  add("POST", "/athlete/{athlete}/gear", [](State& s, const Request& r) { return s.create_gear(r); });
  add("GET", "/athlete/{athlete}/profile", [](State&, const Request& r) {
    return answer({{"athlete",
                    {{"id", State::is_other(r) ? "i999" : "i317960"},
                     {"name", "Kira V"},
                     {"timezone", "Europe/Zurich"},
                     {"email", "kira@example.com"}}},
                   {"sharedFolders", json::array()},
                   {"customItems", json::array()}});
  });
  add("GET", "/activity/{id}", [](State& s, const Request& r) {
    const json* activity = s.find(r.parts.at("id"));
    return activity == nullptr ? error(404, "Activity not found") : answer(s.detail(*activity));
  });
  add("PUT", "/activity/{id}", [](State& s, const Request& r) { return s.update(r); });
  add("DELETE", "/activity/{id}", [](State& s, const Request& r) {
    const auto before = s.activities.size();
    std::erase_if(s.activities, [&](const json& a) { return a.at("id") == r.parts.at("id"); });
    return before == s.activities.size() ? error(404, "Activity not found") : answer({{"id", r.parts.at("id")}});
  });
  add("GET", "/activity/{id}/file", [](State& s, const Request& r) { return s.file(r); });
}

} // namespace tracekit::sandbox
