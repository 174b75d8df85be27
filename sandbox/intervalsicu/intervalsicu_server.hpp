// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "sandbox/athlete.hpp"
#include "sandbox/server/server.hpp"

namespace tracekit::sandbox {

/// Intervals.icu as far as tracekit uses it, at `/api/v1`: activities, gear, profile, original files.
/// `PUT /web/gear/{id} {"name": "..."}` renames equipment, as the athlete does at the web site.
class IntervalsServer final : public FakeProvider {
public:
  static constexpr const char* webhook_secret = "sandbox-webhook-secret"; ///< in the body of each call
  static constexpr const char* other_key = "another-key";                 ///< of the athlete i999
  /// What it keeps of one activity: the object of its API as JSON text, and its file.
  struct Activity {
    std::string json;
    std::function<Bytes()> file; ///< null where there is none
  };
  struct Seed {
    std::vector<Activity> activities;
    std::string gear_json = "[]";
    std::string api_key = "sandbox-key";
  };

  explicit IntervalsServer(Seed seed);
  ~IntervalsServer() override;

  void add_routes(Routes& routes) override;
  void reset() override;
  [[nodiscard]] std::string settings(const std::string& url) const override;
  void lose_newest() override;
  void gain_newer() override;
  [[nodiscard]] Held held() const override;
  std::vector<Notification> notifications(const std::vector<ActivityChange>& changes) override;

  /// Holds these activities and no others. Under `Server::change`.
  void hold(const std::vector<Activity>& activities);

  /// What its API says of a workout, the n-th of all.
  static std::string activity(const Workout& workout, std::size_t index);
  /// The made-up athlete as Intervals.icu has her: from Garmin, and stubs of what came by Strava only.
  static Seed athlete();
  /// So many plain activities over the years, for measuring.
  static Seed many(std::size_t count);

private:
  struct State;
  Seed seed_;
  std::unique_ptr<State> state_;
};

} // namespace tracekit::sandbox
