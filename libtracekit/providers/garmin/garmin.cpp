// SPDX-License-Identifier: MIT
#include "providers/garmin/garmin.hpp"

namespace tracekit::garmin {

ProviderInfo info() {
  ProviderInfo info;
  info.id = "garmin";
  info.title = "Garmin Connect";
  info.colour = "#007cc3";
  info.sign_in = SignIn::password;
  info.default_priority = 2;
  info.rename = true;
  info.set_equipment = true;
  info.upload = true;
  info.source_files = true;
  info.activity_url = "https://connect.garmin.com/modern/activity/{id}";
  return info;
}

} // namespace tracekit::garmin
