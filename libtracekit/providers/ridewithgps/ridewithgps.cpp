// SPDX-License-Identifier: MIT
#include "providers/ridewithgps/ridewithgps.hpp"

namespace tracekit::ridewithgps {

ProviderInfo info() {
  ProviderInfo info;
  info.id = "ridewithgps";
  info.title = "Ride with GPS";
  info.colour = "#fa6400";
  info.sign_in = SignIn::oauth2;
  info.default_priority = 3;
  info.rename = true;
  info.set_equipment = true;
  info.upload = true;
  info.source_files = true;
  info.has_months = false;                                        // a change feed
  info.refused_sports = {"strength", "mobility", "conditioning"}; // its trips are ways from a place to another
  info.activity_url = "https://ridewithgps.com/trips/{id}";
  return info;
}

} // namespace tracekit::ridewithgps
