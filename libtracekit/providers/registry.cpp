// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "providers/file/file_provider.hpp"
#include "providers/garmin/garmin.hpp"
#include "providers/intervalsicu/intervalsicu.hpp"
#include "providers/intervalsicu/webhooks.hpp"
#include "providers/provider.hpp"
#include "providers/ridewithgps/ridewithgps.hpp"
#include "providers/ridewithgps/webhooks.hpp"
#include "providers/spreadsheet/spreadsheet_provider.hpp"
#include "providers/strava/strava.hpp"
#include "providers/strava/webhooks.hpp"

namespace tracekit {

const std::vector<RegisteredProvider>& provider_registry() {
  static const std::vector<RegisteredProvider> registry{
      {spreadsheet::info(), spreadsheet::make},
      {garmin::info(), garmin::make},
      {ridewithgps::info(), ridewithgps::make, ridewithgps::webhooks()},
      {intervalsicu::info(), intervalsicu::make, intervalsicu::webhooks()},
      {strava::info(), strava::make, strava::webhooks()},
      {file::info(), file::make},
  };
  return registry;
}

const RegisteredProvider& registered_provider(const std::string& id) {
  const auto& registry = provider_registry();
  const auto found =
      std::find_if(registry.begin(), registry.end(), [&](const RegisteredProvider& one) { return one.info.id == id; });
  if (found == registry.end()) {
    std::string known;
    for (const RegisteredProvider& one : registry) {
      known += (known.empty() ? "" : ", ") + one.info.id;
    }
    throw Error(ErrorKind::usage, fmt::format("there is no provider \"{}\"", id), "known providers: " + known);
  }
  return *found;
}

std::string provider_title(const std::string& id) {
  for (const RegisteredProvider& one : provider_registry()) {
    if (one.info.id == id) {
      return one.info.title;
    }
  }
  return id;
}

} // namespace tracekit
