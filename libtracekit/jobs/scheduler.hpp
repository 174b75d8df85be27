// SPDX-License-Identifier: MIT
#pragma once

#include "store/store.hpp"

namespace tracekit::jobs {

/// Adds the jobs whose time has come and moves their schedules on, each in one transaction: however many do this at
/// once, and whenever they are killed, each time is started once. Of several times that went by meanwhile, only the
/// last is made up for. Returns how many jobs were added.
std::size_t start_what_is_due(Store& store);

} // namespace tracekit::jobs
