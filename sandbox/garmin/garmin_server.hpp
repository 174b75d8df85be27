// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "sandbox/athlete.hpp"
#include "sandbox/garmin/garmin_sign_in.hpp"
#include "sandbox/server/server.hpp"

namespace tracekit::sandbox {

/// Garmin Connect as far as tracekit uses it, all of its hosts at one address: `sso`, `diauth` (GarminSignIn), and of
/// the API activities, gear, devices, files and the profile. `/web` is what the athlete does at the web site:
///   GET /web/activities        all, as they are listed, each with the uuids of its `gear`
///   PUT, DELETE /web/activities/{id}
///   PUT /web/activities/{id}/gear {"uuids": [...]}
///   PUT /web/gear/{uuid}       {"name": "..."}
///   POST /web/mood             {"asks_code": true, "login": "captcha", ...}, see GarminSignIn::Mood
///   POST /web/hours            the access tokens have ended; {"refresh": true}: those that renew them too
///   POST /web/grant            {"client_id": ...}, tokens as another program has them
class GarminServer final : public FakeProvider {
public:
  struct Activity {
    std::string json;                ///< as it is listed; `sandboxChildIds` are a multisport's legs
    std::vector<std::string> gear;   ///< uuids
    std::function<Bytes()> original; ///< the zip; null: none
  };
  struct Seed {
    std::vector<Activity> activities;
    std::string gear_json = "[]";
    std::string devices_json = "[]";
  };

  explicit GarminServer(Seed seed);
  ~GarminServer() override;

  void add_routes(Routes& routes) override;
  void reset() override;
  [[nodiscard]] std::string settings(const std::string& url) const override;
  void lose_newest() override;
  void gain_newer() override;

  /// Holds these activities and no others. Under `Server::change`.
  void hold(const std::vector<Activity>& activities);
  GarminSignIn& sign_in() { return sign_in_; }

  /// A workout as Garmin lists it.
  static std::string activity(const Workout& workout, std::int64_t id);

  /// The made-up athlete as Garmin has her, with odd activities from 2024.
  static Seed athlete();
  /// So many plain activities over the years, for measuring.
  static Seed many(std::size_t count);

private:
  struct State;
  void add_api(Routes& routes);
  void add_web(Routes& routes);

  Seed seed_;
  GarminSignIn sign_in_;
  std::unique_ptr<State> state_;
};

} // namespace tracekit::sandbox
