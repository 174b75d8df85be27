// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "sandbox/athlete.hpp"
#include "sandbox/server/server.hpp"
#include "sandbox/strava/strava_oauth.hpp"
#include "sandbox/strava/strava_push.hpp"

namespace tracekit::sandbox {

/// Strava as far as tracekit uses it: `/oauth`, and at `/api/v3` activities, gear and the athlete, with the headers of
/// its limits. `/web` is what the athlete does at the web site, without a token:
///   GET /web/activities        all, as they stand alone
///   PUT, DELETE /web/activities/{id}
///   PUT /web/gear/{id}         {"name": "..."}
///   POST /web/mood             {"refuses": true, "unticked": ["activity:write"]}, for the next sign-in; {"asked":
///   true}: the
///                              browser shows a page with both answers
///   POST /web/hours            the access token has ended
///   POST /web/subscription     {"paid": false}: whoever registered the application has none any more
///   POST /web/limits           {"reads": 5}, in a quarter of an hour
class StravaServer final : public FakeProvider {
public:
  /// Objects of its API as JSON text: activities without `gear`, and gear.
  struct Seed {
    std::vector<std::string> activities;
    std::string gear_json = "[]";
  };

  explicit StravaServer(Seed seed);
  ~StravaServer() override;

  void add_routes(Routes& routes) override;
  void reset() override;
  [[nodiscard]] std::string settings(const std::string& url) const override;
  void lose_newest() override;
  void gain_newer() override;
  [[nodiscard]] Held held() const override;
  std::vector<Notification> notifications(const std::vector<ActivityChange>& changes) override;
  [[nodiscard]] std::string subscribed_url() const override { return push_.callback_url(); }

  /// Holds these activities and no others. Under `Server::change`.
  void hold(const std::vector<std::string>& activities);
  StravaOAuth& oauth() { return oauth_; }

  /// What its API says of a workout.
  static std::string activity(const Workout& workout, std::int64_t id);
  /// The made-up athlete as Strava has her.
  static Seed athlete();
  /// So many plain activities over the years, for measuring.
  static Seed many(std::size_t count);

private:
  struct State;
  void add_api(Routes& routes);
  void add_web(Routes& routes);

  Seed seed_;
  StravaOAuth oauth_;
  StravaPush push_;
  std::unique_ptr<State> state_;
};

} // namespace tracekit::sandbox
