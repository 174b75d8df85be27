// SPDX-License-Identifier: MIT
#include "app/doctor/doctor.hpp"

#include "app/doctor/checks.hpp"
#include "app/doctor/remedies.hpp"

namespace tracekit::app {

Diagnosis diagnose(const Overrides& overrides, const DoctorOptions& options, ProgressSink& progress,
                   const Cancellation& cancellation) {
  Diagnosis diagnosis;
  config::Environment environment;
  const Treatment treatment = options.fix ? Treatment::apply : Treatment::propose;
  const auto settings = check_settings(overrides, environment, diagnosis);
  if (!settings) {
    diagnosis.not_checked("rest", "The rest", "cannot be looked at before the settings are right");
    return diagnosis;
  }
  treat(place_remedies(*settings, settings_layers(overrides)), treatment, diagnosis);
  check_places(*settings, environment, diagnosis);
  if (!check_database(*settings, diagnosis)) {
    diagnosis.not_checked("providers", "Providers", "cannot be looked at without the database");
    return diagnosis;
  }
  cancellation.check();
  try {
    App app(overrides, progress, cancellation);
    treat(database_remedies(app), treatment, diagnosis);
    check_secrets(app, diagnosis);
    check_memory(app, diagnosis);
    check_providers(app, options, diagnosis);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::interrupted) {
      throw;
    }
    diagnosis.broken("database", "Database", error);
  }
  return diagnosis;
}

} // namespace tracekit::app
