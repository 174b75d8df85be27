// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <deque>
#include <nlohmann/json.hpp>

#include "providers/ridewithgps/change_feed.hpp"
#include "providers/ridewithgps/ridewithgps.hpp"
#include "providers/ridewithgps/trip.hpp"
#include "support/recording_sink.hpp"

using namespace tracekit;
using nlohmann::json;

namespace {

/// What Ride with GPS answers, by the beginning of the path, in turn; the last answer stays.
using Script = std::map<std::string, std::deque<net::HttpResponse>>;

class ScriptedTransport final : public net::Transport {
public:
  ScriptedTransport(Script& script, std::vector<std::string>& asked) : script_(script), asked_(asked) {}

  net::HttpResponse exchange(const net::HttpRequest& request, const Cancellation&) override {
    const std::string path = request.url.substr(std::string_view("https://a.example").size());
    asked_.push_back(request.method + " " + path);
    for (auto& [start, answers] : script_) {
      if (path.starts_with(start)) {
        const net::HttpResponse answer = answers.front();
        if (answers.size() > 1) {
          answers.pop_front();
        }
        return answer;
      }
    }
    return {404, {}, R"({"error": "Not found"})"};
  }

private:
  Script& script_;
  std::vector<std::string>& asked_;
};

class SignedIn final : public net::TokenStore {
public:
  std::optional<net::Tokens> load() override {
    net::Tokens tokens;
    tokens.access = Secret("token");
    tokens.extra["user_id"] = "7";
    return tokens;
  }
  void save(const net::Tokens&) override {}
  std::unique_ptr<Lock> lock() override { return std::make_unique<Lock>(); }
};

net::HttpResponse answer(const json& body) { return {200, {}, body.dump()}; }

json a_trip(int id) { return {{"id", id}, {"departed_at", "2025-08-01T07:00:00Z"}, {"distance", 1000.0}}; }

json trips(int first, int count) {
  json list = json::array();
  for (int i = 0; i < count; ++i) {
    list.push_back(a_trip(first + i));
  }
  return list;
}

json feed(const json& items = json::array()) {
  return {{"items", items}, {"meta", {{"rwgps_datetime", "2026-10-18T02:05:00+00:00"}}}};
}

json item(int id, const char* action, const char* time = "2026-10-18T02:00:00Z", int user = 7) {
  return {{"item_type", "trip"}, {"item_id", id}, {"item_user_id", user}, {"action", action}, {"datetime", time}};
}

struct World {
  test::ProviderWorld world;
  Script script{{"/api/v1/sync.json", {answer(feed())}}, {"/users/current.json", {answer({{"user", {{"id", 7}}}})}}};
  std::vector<std::string> asked;
  test::PulledState state;
  std::unique_ptr<Provider> provider = make();

  std::unique_ptr<Provider> make() {
    ProviderContext context = world.context({}, "/nowhere");
    context.base_urls = {{"api", "https://a.example/api/v1"}, {"legacy", "https://a.example"}};
    context.network.sleeper = [](double, const Cancellation&) {};
    context.network.transport = [this] { return std::make_unique<ScriptedTransport>(script, asked); };
    context.tokens = std::make_shared<SignedIn>();
    return ridewithgps::make(std::move(context));
  }
  PullOutcome pull(bool force = false) {
    asked.clear();
    return state.pull(*provider, force);
  }
};

Record record_of(const json& changes) {
  json trip = a_trip(1);
  trip.update(changes);
  return ridewithgps::record_of(trip, {{"5", "Gravel rig", false}}, 0);
}

} // namespace

TEST_CASE("a trip of Ride with GPS is converted to SI and to the time of its place") {
  const Record record = record_of({{"departed_at", "2026-10-17T17:04:51-04:00"},
                                   {"time_zone", "America/New_York"},
                                   {"avg_speed", 36.0},
                                   {"max_speed", 72.0},
                                   {"elevation_gain", 0.0},
                                   {"max_watts", nullptr},
                                   {"avg_hr", "144"},
                                   {"gear_id", 5},
                                   {"visibility", 1},
                                   {"updated_at", "2026-10-18T01:22:40Z"}});
  CHECK(record.key == RecordKey{"ridewithgps", "1"});
  CHECK(format_utc(*record.start) == "2026-10-17T21:04:51Z");
  CHECK(record.utc_offset_s == -14'400);
  CHECK(format_wall(*record.start_local) == "2026-10-17T17:04:51");
  CHECK(record.totals.avg_speed_mps == Approx(10));
  CHECK(record.totals.max_speed_mps == Approx(20));
  CHECK_FALSE(record.totals.ascent_m.has_value());
  CHECK_FALSE(record.totals.max_power.has_value());
  CHECK_FALSE(record.totals.avg_hr.has_value());
  CHECK(record.equipment == "Gravel rig");
  CHECK(record.gear_id == "5");
  CHECK(record.private_);
  CHECK(format_utc(*record.updated_at) == "2026-10-18T01:22:40Z");
}

TEST_CASE("the place of a trip is told by its offset, its zone, the written start, or not at all") {
  CHECK(record_of({{"utc_offset", -14'400}, {"time_zone", "Europe/Berlin"}}).utc_offset_s == -14'400);
  CHECK(record_of({{"time_zone", "Europe/Berlin"}}).utc_offset_s == 7200);
  CHECK(record_of({{"time_zone", "Eastern Time (US & Canada)"}, {"departed_at", "2025-08-01T07:00:00+02:00"}})
            .utc_offset_s == 7200);
  CHECK_FALSE(record_of({{"utc_offset", 999'999}}).utc_offset_s.has_value());
  CHECK_FALSE(record_of({{"utc_offset", 999'999}}).start_local.has_value());
}

TEST_CASE("the sport of a trip comes from its word, else from FIT's numbers") {
  const auto sport = [](const json& changes) {
    const Record record = record_of(changes);
    return record.sport + " " + record.sub_sport;
  };
  CHECK(sport({{"activity_type", "cycling:gravel"}, {"fit_sport", 1}}) == "cycling gravel_cycling");
  CHECK(sport({{"activity_type", "running:trail"}}) == "running trail");
  CHECK(sport({{"activity_type", "motorcycling:unheard-of"}}) == "motorcycling generic");
  CHECK(sport({{"fit_sport", 2}, {"fit_sub_sport", 58}}) == "cycling virtual_activity");
  CHECK(sport({{"fit_sport", 2}}) == "cycling generic");
  CHECK(sport({{"fit_sport", 222}, {"fit_sub_sport", 7}}) == "generic generic");
  CHECK(sport({{"fit_sport", -1}}) == "generic generic");
  CHECK(sport({{"fit_sport", nullptr}}) == "generic generic");
}

TEST_CASE("a device is named where its number means something") {
  CHECK(record_of({{"fit_product", 3122}, {"source_type", "garmin_connect"}}).device.manufacturer == "garmin");
  CHECK(record_of({{"fit_product", 3122}, {"source_type", "wahoo"}}).device == Device{});
  CHECK(record_of({{"device", "Garmin Edge 840"}}).device.product == "Garmin Edge 840");
  CHECK(record_of({{"device", {{"name", "ELEMNT"}}}}).device.product == "ELEMNT");
}

TEST_CASE("what came by Strava is told so however it is spelt") {
  CHECK(record_of({{"source_type", "Strava_import"}}).source == "strava");
  CHECK(record_of({{"source_type", "garmin_connect"}}).source == "garmin_connect");
}

TEST_CASE("a trip without a way has no place and no file unless a device recorded it") {
  const json indoors = {{"is_stationary", true}, {"sw_lng", 180}, {"first_lat", nullptr}};
  CHECK(record_of(indoors).manual);
  CHECK(record_of(indoors).format.empty());
  CHECK_FALSE(record_of(indoors).first.has_value());
  json recorded = indoors;
  recorded["fit_sport"] = 2;
  CHECK(record_of(recorded).indoor);
  CHECK_FALSE(record_of(recorded).manual);
}

TEST_CASE("a trip alone is kept as in the list, without its track and its privacy code") {
  json alone = a_trip(1);
  alone.update(
      {{"gear", {{"id", 5}, {"name", "x"}}}, {"track_points", {1, 2}}, {"privacy_code", "abc"}, {"vam", nullptr}});
  json listed = a_trip(1);
  listed["gear_id"] = 5;
  CHECK(ridewithgps::payload_of(alone) == ridewithgps::payload_of(listed));
}

TEST_CASE("the change feed tells each own trip once, as it was left") {
  json route = item(9, "updated");
  route["item_type"] = "route";
  json nameless = item(10, "updated");
  nameless.erase("item_user_id");
  const auto changes = ridewithgps::changes_of(
      feed({item(1, "created"), item(1, "updated"), item(2, "deleted", "2026-10-18T03:00:00Z"),
            item(2, "updated", "2026-10-18T02:00:00Z"), item(3, "updated", "2026-10-18T02:00:00Z", 77),
            item(4, "added"), item(5, "removed"), route, nameless, "rubbish"}),
      "7");
  CHECK(changes.changed == std::vector<std::string>{"1", "10"});
  CHECK(changes.deleted == std::vector<std::string>{"2"});
  CHECK(changes.until == "2026-10-18T02:05:00+00:00");
  CHECK_THROWS_AS(ridewithgps::changes_of(json::object(), "7"), Error);
  CHECK_THROWS_AS(ridewithgps::changes_of(json::array(), "7"), Error);
}

TEST_CASE("a list in smaller pages than asked for is read to its end") {
  World world;
  world.script["/users/7/trips.json"] = {answer({{"results", trips(1, 100)}, {"results_count", 150}}),
                                         answer({{"results", trips(98, 53)}, {"results_count", 150}})};
  CHECK(world.pull().cursor == "2026-10-18T02:05:00+00:00 150");
  CHECK(world.state.records.size() == 150);
  CHECK(world.asked == std::vector<std::string>{"GET /api/v1/sync.json?since=2025-10-08T08%3A53%3A20Z&assets=trips",
                                                "GET /users/7/trips.json?offset=0&limit=200",
                                                "GET /users/7/trips.json?offset=97&limit=200"});
}

TEST_CASE("a bare list of trips is read until nothing more comes") {
  World world;
  world.script["/users/7/trips.json"] = {answer(trips(1, 100)), answer(trips(98, 23)), answer(trips(118, 3))};
  world.pull();
  CHECK(world.state.records.size() == 120);
}

TEST_CASE("a list that never ends is noticed") {
  World world;
  world.script["/users/7/trips.json"] = {answer({{"results", trips(1, 3)}, {"results_count", 9}})};
  CHECK_THROWS_WITH(world.pull(), Catch::Contains("lists the same trips again and again"));
}

TEST_CASE("a trip that a moving list skipped is not taken for gone") {
  World world;
  world.script["/users/7/trips.json"] = {answer({{"results", trips(1, 3)}, {"results_count", 3}}),
                                         answer({{"results", trips(1, 1)}, {"results_count", 1}})};
  world.pull();
  world.script["/trips/2.json"] = {answer({{"trip", a_trip(2)}})};
  world.pull(true);
  CHECK(world.state.records.size() == 2);
  CHECK(world.state.last.gone == std::vector<std::string>{"3"});
}

TEST_CASE("a trip that is only marked as deleted is gone") {
  World world;
  world.script["/users/7/trips.json"] = {answer({{"results", trips(1, 2)}, {"results_count", 2}})};
  world.pull();
  json deleted = a_trip(2);
  deleted["deleted_at"] = "2026-10-18T02:00:00Z";
  world.script["/api/v1/sync.json"] = {answer(feed(json::array({item(2, "updated")})))};
  world.script["/trips/2.json"] = {answer({{"trip", deleted}})};
  world.pull();
  CHECK(world.state.last.gone == std::vector<std::string>{"2"});
}

TEST_CASE("old trips that changed are asked for alone once that is fewer calls than the rest of the list") {
  World world;
  world.script["/users/7/trips.json"] = {answer({{"results", trips(1, 200)}, {"results_count", 600}})};
  world.state.known = {{"1", "x"}};
  world.state.cursor = "2026-10-18T00:00:00+00:00 1";
  world.script["/api/v1/sync.json"] = {answer(feed({item(3, "updated"), item(500, "updated")}))};
  world.script["/trips/500.json"] = {answer({{"trip", a_trip(500)}})};
  world.pull();
  CHECK(world.asked ==
        std::vector<std::string>{"GET /api/v1/sync.json?since=2026-10-18T00%3A00%3A00%2B00%3A00&assets=trips",
                                 "GET /users/7/trips.json?offset=0&limit=200", "GET /trips/500.json",
                                 "GET /users/current.json"});
  CHECK(world.state.records.contains("3"));
  CHECK(world.state.records.contains("500"));
}

TEST_CASE("everything is listed again when trips were forgotten here or the cursor is not understood") {
  World world;
  world.script["/users/7/trips.json"] = {answer({{"results", trips(1, 3)}, {"results_count", 3}})};
  world.pull();
  world.pull();
  CHECK(world.asked.size() == 2); // what changed, and the names of equipment
  SECTION("forgotten") { world.state.known.erase("2"); }
  SECTION("without a count") { world.state.cursor = "2026-10-18T02:05:00+00:00"; }
  SECTION("rubbish") { world.state.cursor = "soon x"; }
  world.state.records.erase("2");
  world.pull();
  CHECK(world.asked.size() == 2);
  CHECK(world.state.cursor == "2026-10-18T02:05:00+00:00 3");
}

TEST_CASE("a page of the web site is not taken for a file") {
  World world;
  world.script["/trips/1.tcx"] = {net::HttpResponse{200, {}, "<!DOCTYPE html><html>Log in</html>"}};
  CHECK_THROWS_WITH(world.provider->file_source()->download("1"), Catch::Contains("something else than the file"));
}

TEST_CASE("a change that is refused tells the words of Ride with GPS") {
  World world;
  world.script["/trips/1.json"] = {answer({{"trip", a_trip(1)}}),
                                   net::HttpResponse{422, {}, R"({"errors": {"name": ["is too long"]}})"}};
  CHECK_THROWS_WITH(world.provider->writer()->write("1", {{"name", "x"}}),
                    Catch::Contains(R"(refused to change trip 1: 422 {"name":["is too long"]})"));
}
