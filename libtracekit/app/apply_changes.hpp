// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/changes.hpp"

namespace tracekit::app {

/// Hears what came of the change of this id.
using ChangeHeard = std::function<void(const std::string& id, const AppliedChange& outcome)>;

/// Applies changes of a month's plan that somebody approved elsewhere, told by their ids. The month is compared again
/// first: a change that is no longer proposed is not done, and says so. `really_all` allows what would change more
/// than half of a provider's month; else Error(conflict) is thrown for it. A match that was asked about is taken for
/// the same workout.
/// `heard` is told of each as soon as something came of it.
std::vector<AppliedChange> apply_changes(App& app, Month month, const std::vector<std::string>& ids, bool really_all,
                                         const ChangeHeard& heard);

} // namespace tracekit::app
