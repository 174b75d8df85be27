// SPDX-License-Identifier: MIT
#pragma once

#include "app/doctor/doctor.hpp"

// What the doctor looks at, one function a part. Each adds its findings and throws nothing but Error(interrupted).
namespace tracekit::app {

/// The settings before the database is asked, and the zones that they may name; nothing when they cannot be used.
std::optional<config::Settings> check_settings(const Overrides& overrides, config::Environment& environment,
                                               Diagnosis& diagnosis);

/// Data folder, disk space and the key that seals secrets.
void check_places(const config::Settings& settings, const config::Environment& environment, Diagnosis& diagnosis);

/// Whether the database is there, is this version's and is whole; false when nothing more can be learned from it.
bool check_database(const config::Settings& settings, Diagnosis& diagnosis);

/// Whether the key that is in place opens what is sealed.
void check_secrets(App& app, Diagnosis& diagnosis);

/// What the database remembers: settings that are not understood, interrupted writes, months and files that failed,
/// the last backup.
void check_memory(App& app, Diagnosis& diagnosis);

/// Every enabled provider, services all at once, and by their answers this machine's clock.
void check_providers(App& app, const DoctorOptions& options, Diagnosis& diagnosis);

} // namespace tracekit::app
