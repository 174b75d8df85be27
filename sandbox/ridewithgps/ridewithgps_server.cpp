// SPDX-License-Identifier: MIT
#include "sandbox/ridewithgps/ridewithgps_server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "base/time.hpp"
#include "sandbox/ridewithgps/ridewithgps_push.hpp"
#include "sandbox/server/uploaded_file.hpp"

namespace tracekit::sandbox {
namespace {

using nlohmann::json;

constexpr std::int64_t user = 4'410'231;
constexpr std::int64_t longest_list = 200;
constexpr std::int64_t usual_list = 20;
constexpr EpochSeconds beginning = 1'756'684'800; // the first of September 2025: after all that the athlete did

Response answer(const json& document, int status = 200) {
  return {status, document.dump(-1, ' ', false, json::error_handler_t::replace), "application/json", {}};
}

Response error(int status, const std::string& words) { return answer({{"error", words}}, status); }

std::int64_t number(const Request& request, const char* name, std::int64_t standard) {
  const auto asked = request.asked(name);
  return asked ? parse_integer(*asked).value_or(standard) : standard;
}

/// Of a path that ends in `315572559.json`.
std::string trip_id(const Request& request) {
  const std::string name = request.parts.at("trip");
  return name.substr(0, name.rfind('.'));
}

json gear_with_name(json gear) {
  if (!gear.contains("name")) {
    std::string name = gear.value("nickname", "");
    if (name.empty()) {
      name = std::string(
          trim(fmt::format("{} {}", gear.at("make").get<std::string>(), gear.at("model").get<std::string>())));
      name = gear.contains("year") ? fmt::format("{} {}", gear.at("year").get<int>(), name) : name;
    }
    gear["name"] = name;
  }
  return gear;
}

OAuthServer::Rules oauth_rules() {
  OAuthServer::Rules rules;
  rules.lifetime_s = 0;
  rules.wants_json = true;
  rules.account_json = json{{"user_id", user}, {"created_at", beginning}}.dump();
  return rules;
}

} // namespace

struct RideWithGpsServer::State {
  explicit State(const Seed& seed) : token(seed.token) {
    for (const json& one : json::parse(seed.gear_json)) {
      gear.push_back(gear_with_name(one));
    }
    hold(seed.trips);
  }

  void hold(const std::vector<Trip>& held) {
    std::map<std::int64_t, json> before;
    for (const json& trip : trips) {
      before[trip.at("id").get<std::int64_t>()] = trip;
    }
    trips.clear();
    files.clear();
    for (const Trip& one : held) {
      json trip = json::parse(one.json);
      const auto id = trip.at("id").get<std::int64_t>();
      trip["user_id"] = user;
      files[id] = one.file;
      const auto old = before.find(id);
      if (old == before.end()) {
        happened(id, "created");
      } else if (trip["updated_at"] = old->second.at("updated_at"); trip != old->second) {
        happened(id, "updated");
      }
      trip["updated_at"] = old == before.end() || trip != old->second ? time_text() : old->second.at("updated_at");
      before.erase(id);
      trips.push_back(std::move(trip));
    }
    for (const auto& [id, trip] : before) {
      happened(id, "deleted");
    }
    std::stable_sort(trips.begin(), trips.end(), [](const json& a, const json& b) {
      return a.at("departed_at").get<std::string>() > b.at("departed_at").get<std::string>();
    });
  }

  [[nodiscard]] std::string time_text() const { return format_utc(now); }

  void happened(std::int64_t id, const char* action) {
    ++now;
    events.push_back({{"item_type", "trip"},
                      {"item_id", id},
                      {"item_user_id", user},
                      {"item_url", fmt::format("https://ridewithgps.com/api/v1/trips/{}.json", id)},
                      {"action", action},
                      {"datetime", time_text()},
                      {"collection", nullptr}});
  }

  json* find(const std::string& id) {
    const auto found =
        std::find_if(trips.begin(), trips.end(), [&](const json& trip) { return trip.at("id").dump() == id; });
    return found == trips.end() ? nullptr : &*found;
  }

  [[nodiscard]] const json* find_gear(const json& id) const {
    const auto found = std::find_if(gear.begin(), gear.end(), [&](const json& one) { return one.at("id") == id; });
    return found == gear.end() ? nullptr : &*found;
  }

  /// As the older interface shows it alone.
  [[nodiscard]] json detail(json trip) const {
    if (const json* own = find_gear(trip.value("gear_id", json()))) {
      trip["gear"] = {{"id", own->at("id")}, {"name", own->at("name")}};
    }
    trip["user"] = {{"id", user}, {"name", "Kira V"}};
    trip["metrics"] = {{"watts", json::object()}};
    trip["privacy_code"] = "secret-privacy-code";
    trip["photos"] = json::array();
    trip["track_points"] = json::array({{{"x", 8.54}, {"y", 47.37}, {"e", 408.2}, {"h", 92}}});
    trip["course_points"] = json::array();
    trip["points_of_interest"] = json::array();
    return {{"type", "trip"}, {"trip", std::move(trip)}};
  }

  [[nodiscard]] Response list(const Request& request) const {
    const auto offset = std::max<std::int64_t>(0, number(request, "offset", 0));
    const auto limit = std::clamp<std::int64_t>(number(request, "limit", usual_list), 1, longest_list);
    json results = json::array();
    for (std::int64_t i = offset; i < std::min<std::int64_t>(offset + limit, std::ssize(trips)); ++i) {
      results.push_back(trips[static_cast<std::size_t>(i)]);
    }
    return answer({{"results", std::move(results)}, {"results_count", trips.size()}});
  }

  /// The clock goes on, so that what happened is not told twice. Somebody else's trip and a route are in it, too.
  Response sync(const Request& request) {
    const auto since = parse_iso_time(request.asked("since").value_or(""));
    if (!since) {
      return error(400, "since is missing");
    }
    json items = json::array({{{"item_type", "route"}, {"item_id", 102}, {"item_user_id", user}, {"action", "updated"}},
                              {{"item_type", "trip"}, {"item_id", 77}, {"item_user_id", 77}, {"action", "added"}}});
    for (const json& event : events) {
      if (parse_iso_time(event.at("datetime").get<std::string>())->utc_ms() >= since->utc_ms()) {
        items.push_back(event);
      }
    }
    ++now;
    const std::string until = format_wall(now) + "+00:00";
    return answer({{"items", std::move(items)}, {"meta", {{"rwgps_datetime", until}}}});
  }

  /// It takes everything, also what is there already.
  Response upload(const Request& request) {
    const auto file = UploadedFile::of(request);
    if (!file) {
      return error(400, "There was a problem with your request. You must provide a file to process.");
    }
    tasks_.push_back({*file, 0});
    return answer({{"success", 1}, {"task_id", first_task + std::ssize(tasks_) - 1}});
  }

  Response show_task(const Request& request) {
    const auto id = number(request, "ids", 0);
    const auto index = id - first_task;
    json queued = json::array();
    if (index >= 0 && index < std::ssize(tasks_) && ++tasks_[static_cast<std::size_t>(index)].looks > 1) {
      queued.push_back(work_on(id, tasks_[static_cast<std::size_t>(index)].file));
    }
    return answer({{"queued_tasks", std::move(queued)}});
  }

  /// Real ones answer a change in three ways.
  Response update(const Request& request, const std::string& id) {
    json* trip = find(id);
    if (trip == nullptr) {
      return error(404, "Not found");
    }
    const json body = json::parse(request.body, nullptr, false);
    if (!body.is_object() || !body.contains("trip") || !body.at("trip").is_object()) {
      return error(400, "param is missing or the value is empty: trip");
    }
    const json& changes = body.at("trip");
    if (changes.contains("gear_id") && find_gear(changes.at("gear_id")) == nullptr) {
      return answer({{"errors", {{"gear_id", {"is not yours"}}}}}, 422);
    }
    trip->update(changes);
    happened(trip->at("id").get<std::int64_t>(), "updated");
    (*trip)["updated_at"] = time_text();
    ++answered;
    return answered % 3 == 1   ? answer(detail(*trip))
           : answered % 3 == 2 ? Response{200, "", "application/json", {}}
                               : Response{200, "OK", "text/plain", {}};
  }

  Response remove(const std::string& id) {
    json* trip = find(id);
    if (trip == nullptr) {
      return error(404, "Not found");
    }
    happened(trip->at("id").get<std::int64_t>(), "deleted");
    trips.erase(trips.begin() + (trip - trips.data()));
    return {204, "", "application/json", {}};
  }

  void lose_newest() {
    if (!trips.empty()) {
      remove(trips.front().at("id").dump());
    }
  }

  void gain_newer() {
    json trip = json::parse(RideWithGpsServer::trip(ride_to_come(gained), 950'000 + gained));
    happened(trip.at("id").get<std::int64_t>(), "created");
    trip["updated_at"] = time_text();
    trips.insert(trips.begin(), std::move(trip));
    ++gained;
  }

  /// `/trips/315572559.json`, or `.tcx` for its file.
  Response show(const Request& request) {
    const std::string name = request.parts.at("trip");
    const json* trip = find(trip_id(request));
    if (trip == nullptr) {
      return error(404, "Not found");
    }
    if (name.ends_with(".json")) {
      return answer(detail(*trip));
    }
    const auto file = files.find(trip->at("id").get<std::int64_t>());
    if (!name.ends_with(".tcx") || file == files.end() || !file->second) {
      return error(404, "Not found");
    }
    if (request.asked("sub_format") != "history") {
      return {200, "<?xml version=\"1.0\"?><TrainingCenterDatabase><Courses/>", "application/vnd.garmin.tcx+xml", {}};
    }
    const Bytes content = file->second();
    return {200, std::string(as_text(content)), "application/vnd.garmin.tcx+xml", {}};
  }

  [[nodiscard]] Response user_and_gear() const {
    return answer({{"user",
                    {{"id", user},
                     {"name", "Kira V"},
                     {"display_name", "Kira V"},
                     {"email", "kira@example.com"},
                     {"time_zone", "Bern"},
                     {"gear", gear}}}});
  }

  std::string token;
  std::size_t gained = 0;
  EpochSeconds now = beginning;
  int answered = 0;
  std::vector<json> gear;
  std::vector<json> trips;
  std::vector<json> events;
  std::map<std::int64_t, std::function<Bytes()>> files;

private:
  static constexpr std::int64_t first_task = 8'218'806;
  struct Task {
    UploadedFile file;
    int looks = 0;
  };

  json work_on(std::int64_t id, const UploadedFile& file) {
    const auto workout = file.workout();
    if (!workout) {
      return {{"id", id},
              {"status", -1},
              {"message", "There were no tracks or routes in your file.  Please try a different file format."},
              {"associated_objects", json::array()}};
    }
    json trip = json::parse(RideWithGpsServer::trip(*workout, 900'000 + static_cast<std::size_t>(id - first_task)));
    const auto trip_id = trip.at("id").get<std::int64_t>();
    if (find(std::to_string(trip_id)) == nullptr) {
      const auto name = file.fields.find("trip[name]");
      trip["name"] = name == file.fields.end() ? file.name : name->second;
      trip["source_type"] = "upload";
      const auto place = std::find_if(trips.begin(), trips.end(),
                                      [&](const json& one) { return one.at("departed_at") < trip.at("departed_at"); });
      trips.insert(place, std::move(trip));
      happened(trip_id, "created");
    }
    return {{"id", id},
            {"status", 1},
            {"message", ""},
            {"associated_objects", {{{"type", "trip"}, {"trip", {{"id", trip_id}}}}}}};
  }

  std::vector<Task> tasks_;
};

RideWithGpsServer::RideWithGpsServer(Seed seed)
    : seed_(std::move(seed)), oauth_(oauth_rules()), state_(std::make_unique<State>(seed_)) {}
RideWithGpsServer::~RideWithGpsServer() = default;

std::string RideWithGpsServer::settings(const std::string& url) const {
  const OAuthServer::Rules rules;
  return json{{"client_id", rules.client_id},
              {"client_secret", rules.client_secret},
              {"base_urls", {{"api", url + "/api/v1"}, {"legacy", url}, {"oauth", url}}}}
      .dump();
}

void RideWithGpsServer::reset() { *state_ = State(seed_); }

void RideWithGpsServer::lose_newest() { state_->lose_newest(); }
void RideWithGpsServer::gain_newer() { state_->gain_newer(); }

Held RideWithGpsServer::held() const {
  Held held;
  for (const json& trip : state_->trips) {
    held[trip.at("id").dump()] = trip.dump();
  }
  return held;
}

std::vector<Notification> RideWithGpsServer::notifications(const std::vector<ActivityChange>& changes) {
  return push_calls(changes, user, oauth_.rules());
}

void RideWithGpsServer::hold(const std::vector<Trip>& trips) { state_->hold(trips); }

void RideWithGpsServer::add_routes(Routes& routes) {
  oauth_.add_routes(routes, "/oauth/authorize", "/oauth/token.json", "/oauth/revoke.json");
  const auto add = [&](const char* method, const std::string& path, Response (*handle)(State&, const Request&)) {
    routes.add(method, path, [this, handle](const Request& request) {
      const bool known = oauth_.accepts(request) || request.header("authorization") == "Bearer " + state_->token;
      return known ? handle(*state_, request)
                   : error(401,
                           "Unable to authenticate, please provide a valid username/password, auth_token or a session");
    });
  };
  routes.add("PUT", "/web/gear/{id}", [this](const Request& request) {
    const json name = json::parse(request.body).at("name");
    for (json& one : state_->gear) {
      if (one.at("id").dump() == request.parts.at("id")) {
        one["name"] = name;
        one["nickname"] = name;
      }
    }
    return answer(name);
  });
  add("GET", "/api/v1/sync.json", [](State& s, const Request& r) { return s.sync(r); });
  add("DELETE", "/api/v1/trips/{trip}", [](State& s, const Request& r) { return s.remove(trip_id(r)); });
  add("GET", "/users/current.json", [](State& s, const Request&) { return s.user_and_gear(); });
  add("GET", "/users/{user}/trips.json", [](State& s, const Request& r) {
    return r.parts.at("user") == std::to_string(user) ? s.list(r) : error(403, "Not allowed");
  });
  add("GET", "/trips/{trip}", [](State& s, const Request& r) { return s.show(r); });
  add("POST", "/trips.json", [](State& s, const Request& r) { return s.upload(r); });
  add("GET", "/queued_tasks/status.json", [](State& s, const Request& r) { return s.show_task(r); });
  add("PATCH", "/trips/{trip}", [](State& s, const Request& r) { return s.update(r, trip_id(r)); });
}

} // namespace tracekit::sandbox
