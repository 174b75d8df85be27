// SPDX-License-Identifier: MIT
#pragma once

#include "app/original_database.hpp"

namespace tracekit::app::original {

/// Takes over what a user of the Python tool has set: settings that are not set here yet, and credentials of providers
/// to which nobody has signed in here. Reported by name; no value of a credential goes anywhere but sealed into the
/// database.
void take_settings(App& app, const store::OriginalDatabase& original, std::int64_t old_user, TakenPerson& person,
                   OriginalReport& report);

/// The zone in which a user of the tool lived: as set there, for the user or the command line; empty when it is not.
std::string home_of(const store::OriginalDatabase& original, std::int64_t old_user);

} // namespace tracekit::app::original
