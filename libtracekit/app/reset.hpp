// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "app/app.hpp"

namespace tracekit::app {

struct ResetReport {
  std::uint64_t records = 0; ///< forgotten
  std::uint64_t months = 0;  ///< whose coverage was forgotten
};

/// Forgets pulled records and their coverage: of one provider, of one month, or everything. Files on disk, providers'
/// data, a person's verdicts and the journal of changes stay. Throws Error(usage) for an unknown provider.
ResetReport reset(App& app, const std::optional<std::string>& provider, std::optional<Month> month);

/// The same in the caller's transaction; the months that it touches are marked, and matched again by the caller.
ResetReport forget_pulled(App& app, const std::optional<std::string>& provider, std::optional<Month> month);

} // namespace tracekit::app
