// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "sandbox/server/http.hpp"
#include "sandbox/server/webhook.hpp"

namespace tracekit::sandbox {

/// Strava's webhook: one subscription, made by a call that asks the address back at once, and an event for each
/// activity that comes, goes, or changes its name, type or privacy.
class StravaPush {
public:
  void add_routes(Routes& routes);
  [[nodiscard]] const std::string& callback_url() const { return callback_url_; }
  [[nodiscard]] std::vector<Notification> notifications(const std::vector<ActivityChange>& changes) const;
  /// The athlete takes the application's rights away.
  [[nodiscard]] Notification deauthorization() const;
  void reset() { *this = StravaPush(); }

private:
  Response create(const Request& request);
  Response view(const Request& request) const;
  Response remove(const Request& request);

  std::string callback_url_; ///< empty: there is no subscription
};

} // namespace tracekit::sandbox
