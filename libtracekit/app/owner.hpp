// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "app/app.hpp"

// What the owner of an installation may do and others may not.
namespace tracekit::app {

/// Whether it is the owner's tracekit.
bool is_owner(App& app);

/// Why the person cannot change a setting in the database, in words that follow "it "; empty when he can. Flags and the
/// environment are stronger than the database. Paths and addresses lead into the machine and its network, and what the
/// server asks of everybody is everybody's: both are the owner's.
std::string why_locked(App& app, const config::KnownSetting& setting);

} // namespace tracekit::app
