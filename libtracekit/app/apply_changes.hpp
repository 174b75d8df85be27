// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "app/changes.hpp"

namespace tracekit::app {

/// Applies changes of a month's plan that somebody approved elsewhere, told by their ids. The month is compared again
/// first: a change that is no longer proposed is not done, and says so. `really_all` allows what would change more
/// than half of a provider's month; else Error(conflict) is thrown for it. A match that was asked about is taken for
/// the same workout.
std::vector<AppliedChange> apply_changes(App& app, Month month, const std::vector<std::string>& ids, bool really_all);

} // namespace tracekit::app
