// SPDX-License-Identifier: MIT
#include "contract/provider_fixtures.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "sandbox/garmin/garmin_server.hpp"
#include "sandbox/intervalsicu/intervalsicu_server.hpp"
#include "sandbox/ridewithgps/ridewithgps_server.hpp"
#include "sandbox/strava/strava_server.hpp"
#include "support/packing.hpp"
#include "support/temporary_folder.hpp"
#include "unit/providers/sample_files.hpp"

namespace tracekit::test {
namespace {

std::string day_text(int day) { return fmt::format("2025-08-{:02}", day); }

class FileFixture final : public ProviderFixture {
public:
  [[nodiscard]] std::map<std::string, std::string> settings() const override {
    return {{"path", (folder_ / "files").string()}};
  }

  void hold(const std::vector<Workout>& workouts) override {
    std::filesystem::create_directories(folder_ / "files");
    std::map<std::string, std::string> wanted;
    for (const Workout& workout : workouts) {
      wanted[name_of(workout.day)] = a_gpx(day_text(workout.day) + "T07:00:00Z", 4 + workout.version);
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "files")) {
      if (!wanted.contains(entry.path().filename().string())) {
        std::filesystem::remove(entry.path());
      }
    }
    for (const auto& [name, content] : wanted) {
      const std::filesystem::path path = folder_ / "files" / name;
      if (!std::filesystem::exists(path) || as_text(read_file(path)) != content) {
        folder_.write("files/" + name, content);
      }
    }
  }

  bool spoil(int day) override {
    folder_.write("files/" + name_of(day), "half a file");
    return true;
  }

  void vanish() override { std::filesystem::remove_all(folder_ / "files"); }

  [[nodiscard]] std::string file_of(int day) const override { return a_gpx(day_text(day) + "T07:00:00Z"); }

private:
  static std::string name_of(int day) { return day_text(day) + ".gpx"; }
  TemporaryFolder folder_;
};

class SpreadsheetFixture final : public ProviderFixture {
public:
  [[nodiscard]] std::map<std::string, std::string> settings() const override {
    return {{"path", (folder_ / "log.csv").string()}};
  }

  void hold(const std::vector<Workout>& workouts) override {
    workouts_ = workouts;
    write(0);
  }

  bool spoil(int day) override {
    write(day);
    return true;
  }

  void vanish() override { std::filesystem::remove(folder_ / "log.csv"); }

  [[nodiscard]] std::string file_of(int /*day*/) const override { return ""; }

private:
  void write(int spoiled_day) {
    std::string text = "Date,Type,Distance (km),Duration,Gear,Notes\n";
    for (const Workout& workout : workouts_) {
      const std::string date = workout.day == spoiled_day ? "soon" : day_text(workout.day);
      text +=
          fmt::format("{},Ride,{},1:00:00,Bike,Ride {} v{}\n", date, 20 + workout.day, workout.day, workout.version);
    }
    if (!std::filesystem::exists(folder_ / "log.csv") || as_text(read_file(folder_ / "log.csv")) != text) {
      folder_.write("log.csv", text);
    }
  }

  TemporaryFolder folder_;
  std::vector<Workout> workouts_;
};

/// A server of the sandbox, spoken to over HTTP.
class ServiceFixture : public ProviderFixture {
public:
  void hold(const std::vector<Workout>& workouts) override {
    workouts_ = workouts;
    show(0);
  }
  bool spoil(int day) override {
    show(day);
    return true;
  }
  void vanish() override { server().stop(); }
  [[nodiscard]] std::string file_of(int /*day*/) const override { return ""; }

protected:
  virtual sandbox::Server& server() = 0;
  /// Lets the server hold the workouts, the one of this day with a start that nobody can read.
  virtual void show(int spoiled_day) = 0;

  std::vector<Workout> workouts_;
};

class IntervalsFixture final : public ServiceFixture {
public:
  IntervalsFixture() : provider_(seed()), server_(provider_) {}

  [[nodiscard]] std::map<std::string, std::string> settings() const override { return {{"athlete_id", "0"}}; }
  [[nodiscard]] std::map<std::string, std::string> base_urls() const override {
    return {{"api", server_.url() + "/api/v1"}};
  }
  [[nodiscard]] std::map<std::string, Secret> secrets() const override { return {{"api_key", Secret("sandbox-key")}}; }
  [[nodiscard]] std::optional<Bytes> original_of(int day) const override { return file(day); }

private:
  static sandbox::IntervalsServer::Seed seed() {
    sandbox::IntervalsServer::Seed seed;
    seed.gear_json = R"([{"id": "b1", "name": "Bike"}, {"id": "b2", "name": "2019 Altruiste"}])";
    return seed;
  }

  static Bytes file(int day) {
    const std::string text = a_gpx(day_text(day) + "T07:00:00Z");
    return {text.begin(), text.end()};
  }

  sandbox::Server& server() override { return server_; }

  void show(int spoiled_day) override {
    std::vector<sandbox::IntervalsServer::Activity> activities;
    for (const Workout& workout : workouts_) {
      const bool spoiled = workout.day == spoiled_day;
      const nlohmann::json activity = {
          {"id", fmt::format("i{}", 100 + workout.day)},
          {"start_date_local", spoiled ? "2025-08-99" : day_text(workout.day) + "T09:00:00"},
          {"start_date", spoiled ? "soon" : day_text(workout.day) + "T07:00:00Z"},
          {"timezone", "Europe/Berlin"},
          {"type", "Ride"},
          {"name", fmt::format("Ride {} v{}", workout.day, workout.version)},
          {"description", nullptr},
          {"distance", 20'000.5 + workout.day},
          {"moving_time", 3600},
          {"elapsed_time", 3700},
          {"gear", {{"id", "b1"}, {"name", nullptr}}},
          {"source", "UPLOAD"},
          {"file_type", "gpx"}};
      activities.push_back({activity.dump(), [day = workout.day] { return file(day); }});
    }
    server_.change([&] { provider_.hold(activities); });
  }

  sandbox::IntervalsServer provider_;
  sandbox::Server server_;
};

/// The tokens of somebody who has signed in.
class SignedIn final : public net::TokenStore {
public:
  explicit SignedIn(net::Tokens tokens) : tokens_(std::move(tokens)) {}
  std::optional<net::Tokens> load() override { return tokens_; }
  void save(const net::Tokens& tokens) override { tokens_ = tokens; }
  std::unique_ptr<Lock> lock() override { return std::make_unique<Lock>(); }

private:
  net::Tokens tokens_;
};

class StravaFixture final : public ServiceFixture {
public:
  StravaFixture() : provider_(seed()), server_(provider_), tokens_(std::make_shared<SignedIn>(signed_in())) {}

  [[nodiscard]] std::map<std::string, std::string> settings() const override {
    return {{"client_id", sandbox::StravaOAuth::client_id}};
  }
  [[nodiscard]] std::map<std::string, std::string> base_urls() const override {
    return {{"api", server_.url() + "/api/v3"}, {"oauth", server_.url() + "/oauth"}};
  }
  [[nodiscard]] std::map<std::string, Secret> secrets() const override {
    return {{"client_secret", Secret(sandbox::StravaOAuth::client_secret)}};
  }
  [[nodiscard]] std::shared_ptr<net::TokenStore> tokens() const override { return tokens_; }

private:
  static sandbox::StravaServer::Seed seed() {
    sandbox::StravaServer::Seed seed;
    seed.gear_json = R"([{"id": "b1", "name": "Bike"}, {"id": "b2", "name": "2019 Altruiste"}])";
    return seed;
  }

  net::Tokens signed_in() {
    const auto& grant = provider_.oauth().grant({"read", "profile:read_all", "activity:read_all", "activity:write"});
    net::Tokens tokens;
    tokens.access = Secret(grant.access);
    tokens.refresh = Secret(grant.refresh);
    tokens.expires_at = grant.expires_at;
    return tokens;
  }

  sandbox::Server& server() override { return server_; }

  void show(int spoiled_day) override {
    std::vector<std::string> activities;
    for (const Workout& workout : workouts_) {
      const bool spoiled = workout.day == spoiled_day;
      const nlohmann::json activity = {
          {"id", 16'402'218'000 + workout.day},
          {"name", fmt::format("Ride {} v{}", workout.day, workout.version)},
          {"start_date", spoiled ? "2025-08-99T07:00:00Z" : day_text(workout.day) + "T07:00:00Z"},
          {"start_date_local", spoiled ? "soon" : day_text(workout.day) + "T09:00:00Z"},
          {"timezone", "(GMT+01:00) Europe/Berlin"},
          {"sport_type", "GravelRide"},
          {"type", "Ride"},
          {"distance", 20'000.5 + workout.day},
          {"moving_time", 3600},
          {"elapsed_time", 3700},
          {"gear_id", "b1"},
          {"description", "only alone"},
          {"map", {{"id", "a1"}, {"summary_polyline", "q~ydFx~pvNkAq@wBcA"}}}};
      activities.push_back(activity.dump());
    }
    server_.change([&] { provider_.hold(activities); });
  }

  sandbox::StravaServer provider_;
  sandbox::Server server_;
  std::shared_ptr<SignedIn> tokens_;
};

class GarminFixture final : public ServiceFixture {
public:
  GarminFixture() : provider_(seed()), server_(provider_), tokens_(std::make_shared<SignedIn>(signed_in())) {}

  [[nodiscard]] std::map<std::string, std::string> settings() const override { return {{"domain", "garmin.com"}}; }
  [[nodiscard]] std::map<std::string, std::string> base_urls() const override {
    return {{"sso", server_.url()}, {"diauth", server_.url()}, {"api", server_.url()}, {"consumer", server_.url()}};
  }
  [[nodiscard]] std::shared_ptr<net::TokenStore> tokens() const override { return tokens_; }
  [[nodiscard]] std::optional<Bytes> original_of(int day) const override { return file(day); }

private:
  static constexpr const char* bike = "0123456789abcdef0123456789abcdef";

  static sandbox::GarminServer::Seed seed() {
    sandbox::GarminServer::Seed seed;
    seed.gear_json = R"([{"uuid": "0123456789abcdef0123456789abcdef", "displayName": "Bike", "gearTypeName": "Bike"},
                         {"uuid": "0123456789abcdef0123456789abcde0", "displayName": null, "gearTypeName": "Bike",
                          "customMakeModel": "2019 Altruiste"}])";
    seed.devices_json = R"([{"deviceId": 3400112233, "productDisplayName": "Edge 1050"}])";
    return seed;
  }

  net::Tokens signed_in() {
    const auto grant = provider_.sign_in().grant("GARMIN_CONNECT_MOBILE_ANDROID_DI");
    net::Tokens tokens;
    tokens.access = Secret(grant.access);
    tokens.refresh = Secret(grant.refresh);
    return tokens;
  }

  static Bytes file(int day) {
    const std::string text = a_gpx(day_text(day) + "T07:00:00Z");
    return {text.begin(), text.end()};
  }

  sandbox::Server& server() override { return server_; }

  void show(int spoiled_day) override {
    std::vector<sandbox::GarminServer::Activity> activities;
    for (const Workout& workout : workouts_) {
      const bool spoiled = workout.day == spoiled_day;
      const nlohmann::json activity = {
          {"activityId", 21'500'012'300 + workout.day},
          {"activityName", fmt::format("Ride {} v{}", workout.day, workout.version)},
          {"startTimeGMT", spoiled ? "soon" : day_text(workout.day) + " 07:00:00"},
          {"startTimeLocal", spoiled ? "2025-08-99 09:00:00" : day_text(workout.day) + " 09:00:00"},
          {"activityType", {{"typeId", 143}, {"typeKey", "gravel_cycling"}, {"parentTypeId", 2}}},
          {"distance", 20'000.5087890625 + workout.day},
          {"duration", 3600.31640625},
          {"ownerId", 90'123'456},
          {"deviceId", 3'400'112'233},
          {"manufacturer", "GARMIN"},
          {"privacy", {{"typeId", 2}, {"typeKey", "private"}}}};
      activities.push_back({activity.dump(), {bike}, [day = workout.day] {
                              return zip({{fmt::format("{}_ACTIVITY.gpx", day), file(day)}});
                            }});
    }
    server_.change([&] { provider_.hold(activities); });
  }

  sandbox::GarminServer provider_;
  sandbox::Server server_;
  std::shared_ptr<SignedIn> tokens_;
};

class RideWithGpsFixture final : public ServiceFixture {
public:
  RideWithGpsFixture() : provider_(seed()), server_(provider_) {}

  [[nodiscard]] std::map<std::string, std::string> settings() const override {
    return {{"client_id", "sandbox-client"}, {"callback_port", "8723"}};
  }
  [[nodiscard]] std::map<std::string, std::string> base_urls() const override {
    return {{"api", server_.url() + "/api/v1"}, {"legacy", server_.url()}, {"oauth", server_.url()}};
  }
  [[nodiscard]] std::map<std::string, Secret> secrets() const override {
    return {{"client_secret", Secret("sandbox-secret")}};
  }
  [[nodiscard]] std::shared_ptr<net::TokenStore> tokens() const override { return tokens_; }
  [[nodiscard]] std::optional<Bytes> original_of(int day) const override { return file(day); }

private:
  static sandbox::RideWithGpsServer::Seed seed() {
    sandbox::RideWithGpsServer::Seed seed;
    seed.gear_json = R"([{"id": 1, "make": "Salsa", "model": "Warbird", "nickname": "Bike"},
                         {"id": 2, "make": "Altruiste", "model": "", "year": 2019}])";
    return seed;
  }

  static net::Tokens sign_in() {
    net::Tokens tokens;
    tokens.access = Secret("sandbox-token");
    return tokens;
  }

  static Bytes file(int day) {
    const std::string text = fmt::format("<?xml version=\"1.0\"?><TrainingCenterDatabase><Id>{}</Id>", day_text(day));
    return {text.begin(), text.end()};
  }

  sandbox::Server& server() override { return server_; }

  void show(int spoiled_day) override {
    std::vector<sandbox::RideWithGpsServer::Trip> trips;
    for (const Workout& workout : workouts_) {
      const nlohmann::json trip = {
          {"id", 315'572'000 + workout.day},
          {"departed_at", workout.day == spoiled_day ? "soon" : day_text(workout.day) + "T07:00:00Z"},
          {"time_zone", "Europe/Berlin"},
          {"utc_offset", 7200},
          {"name", fmt::format("Ride {} v{}", workout.day, workout.version)},
          {"description", nullptr},
          {"distance", 20'000.5 + workout.day},
          {"moving_time", 3600},
          {"duration", 3700},
          {"avg_speed", 20.0},
          {"fit_sport", 2},
          {"fit_sub_sport", 46},
          {"gear_id", 1},
          {"source_type", "garmin_connect"},
          {"deleted_at", nullptr}};
      trips.push_back({trip.dump(), [day = workout.day] { return file(day); }});
    }
    server_.change([&] { provider_.hold(trips); });
  }

  sandbox::RideWithGpsServer provider_;
  sandbox::Server server_;
  std::shared_ptr<SignedIn> tokens_ = std::make_shared<SignedIn>(sign_in());
};

} // namespace

std::unique_ptr<ProviderFixture> make_provider_fixture(const std::string& provider) {
  if (provider == "file") {
    return std::make_unique<FileFixture>();
  }
  if (provider == "spreadsheet") {
    return std::make_unique<SpreadsheetFixture>();
  }
  if (provider == "garmin") {
    return std::make_unique<GarminFixture>();
  }
  if (provider == "intervalsicu") {
    return std::make_unique<IntervalsFixture>();
  }
  if (provider == "ridewithgps") {
    return std::make_unique<RideWithGpsFixture>();
  }
  if (provider == "strava") {
    return std::make_unique<StravaFixture>();
  }
  return nullptr;
}

} // namespace tracekit::test
