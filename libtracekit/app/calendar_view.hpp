// SPDX-License-Identifier: MIT
#pragma once

#include "app/app.hpp"
#include "calendar/month_grid.hpp"

namespace tracekit::app {

/// The month grid of the enabled providers and of those that hold records. Reads summaries only; months that were
/// touched and not yet counted are counted first.
calendar::Grid calendar_grid(App& app, std::optional<Month> from, std::optional<Month> to, std::optional<int> months);

} // namespace tracekit::app
