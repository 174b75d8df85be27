// SPDX-License-Identifier: MIT
#include "providers/strava/strava.hpp"

namespace tracekit::strava {

ProviderInfo info() {
  ProviderInfo info;
  info.id = "strava";
  info.title = "Strava";
  info.colour = "#fc4c02";
  info.sign_in = SignIn::oauth2;
  info.default_priority = 5;
  info.write_only_by_default = true; // its terms forbid passing its data on
  info.rename = true;
  info.set_equipment = true;
  info.upload = true;
  info.activity_url = "https://www.strava.com/activities/{id}";
  return info;
}

} // namespace tracekit::strava
