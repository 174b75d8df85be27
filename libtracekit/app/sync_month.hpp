// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "app/app.hpp"
#include "sync/plan.hpp"

namespace tracekit::app {

/// Which of a plan's changes are meant.
struct ChangeFilter {
  std::vector<std::string> kinds; ///< words of `--only`: name, equipment, metadata, add, download, link ...; empty: all
  std::vector<std::string> providers; ///< empty: all
};

/// Leaves only the changes that are meant. Throws Error(usage) for a word that names no kind or provider.
void filter_changes(sync::Comparison& comparison, const ChangeFilter& filter);

/// Why a plan deserves a second question: it would change more than half of what a provider has in the month (and
/// more than a handful). One sentence a provider; empty when all is usual.
std::vector<std::string> unusual_extent(const sync::Comparison& comparison);

/// Pulls what is missing of a month: providers whose month is not complete, and everybody when it is the current one.
/// Returns sentences about what failed or could not be asked; what is stored is used all the same.
std::vector<std::string> pull_missing(App& app, Month month, int& exit_code);

} // namespace tracekit::app
