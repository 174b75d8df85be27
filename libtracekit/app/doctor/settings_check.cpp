// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "app/doctor/checks.hpp"

namespace tracekit::app {
namespace {

/// Without the system's zone files every zone is unknown, which would be said of the one in the settings.
void check_zone_files(Diagnosis& diagnosis) {
  if (TimeZone::exists("Europe/Berlin") || TimeZone::exists("America/New_York")) {
    diagnosis.good("time_zones", "Time zones", "the system knows them");
  } else {
    diagnosis.broken("time_zones", "Time zones",
                     Error(ErrorKind::config, "this system has no time zone database", "install the package tzdata"));
  }
}

} // namespace

std::optional<config::Settings> check_settings(const Overrides& overrides, config::Environment& environment,
                                               Diagnosis& diagnosis) {
  constexpr const char* check = "settings";
  constexpr const char* subject = "Settings";
  check_zone_files(diagnosis);
  try {
    const config::Layers layers = settings_layers(overrides);
    config::Settings settings = config::resolve(settings_schema(), layers);
    environment = layers.environment;
    diagnosis.good(check, subject,
                   settings.config_path ? settings.config_path->string() : "no file; environment and defaults hold");
    return settings;
  } catch (const Error& error) {
    diagnosis.broken(check, subject, error);
    return std::nullopt;
  }
}

} // namespace tracekit::app
