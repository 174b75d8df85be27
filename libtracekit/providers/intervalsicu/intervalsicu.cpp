// SPDX-License-Identifier: MIT
#include "providers/intervalsicu/intervalsicu.hpp"

namespace tracekit::intervalsicu {

ProviderInfo info() {
  ProviderInfo info;
  info.id = "intervalsicu";
  info.title = "Intervals.icu";
  info.colour = "#e91e63";
  info.sign_in = SignIn::api_key;
  info.default_priority = 4;
  info.rename = true;
  info.set_equipment = true;
  info.upload = true;
  info.source_files = true;
  info.activity_url = "https://intervals.icu/activities/{id}";
  return info;
}

} // namespace tracekit::intervalsicu
