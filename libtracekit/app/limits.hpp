// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "app/app.hpp"
#include "base/error.hpp"

namespace tracekit::app {

/// Until when a provider takes no requests, as its last answer told; nothing when it may be asked.
std::optional<EpochSeconds> limited_until(App& app, const std::string& provider);

/// "takes no more requests until 14:15", by the clock of the person's home.
std::string limit_words(const App& app, EpochSeconds until);

/// What to do about a limit, by the clock of the person's home: the error itself knows no zone.
std::string hint_of(const App& app, const RateLimited& error);

} // namespace tracekit::app
