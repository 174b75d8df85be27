// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "sandbox/athlete.hpp"
#include "sandbox/server/oauth.hpp"
#include "sandbox/server/server.hpp"

namespace tracekit::sandbox {

/// Ride with GPS as far as tracekit uses it: the documented interface at `/api/v1` (user, trips, sync), the older one
/// at the root (user, lists, single trips, files), and the sign-in. Its clock only moves when something happens.
/// `PUT /web/gear/{id} {"name": "..."}` renames equipment, as the user does at the web site.
class RideWithGpsServer final : public FakeProvider {
public:
  /// What it keeps of one trip: the object of the older list as JSON text, and the TCX file that it gives.
  struct Trip {
    std::string json;
    std::function<Bytes()> file; ///< null where there is none
  };
  struct Seed {
    std::vector<Trip> trips;
    std::string gear_json = "[]";
    std::string token = "sandbox-token"; ///< good besides those of the sign-in
  };

  explicit RideWithGpsServer(Seed seed);
  ~RideWithGpsServer() override;

  void add_routes(Routes& routes) override;
  void reset() override;
  [[nodiscard]] std::string settings(const std::string& url) const override;
  void lose_newest() override;
  void gain_newer() override;
  [[nodiscard]] Held held() const override;
  std::vector<Notification> notifications(const std::vector<ActivityChange>& changes) override;

  /// Holds these trips and no others; the change feed tells of the difference. Under `Server::change`.
  void hold(const std::vector<Trip>& trips);

  /// What its older interface says of a workout, the n-th of all.
  static std::string trip(const Workout& workout, std::size_t index);
  /// The made-up athlete as Ride with GPS has her: what has a way, from Garmin.
  static Seed athlete();
  /// So many plain trips over the years, for measuring.
  static Seed many(std::size_t count);

private:
  struct State;
  Seed seed_;
  OAuthServer oauth_;
  std::unique_ptr<State> state_;
};

} // namespace tracekit::sandbox
