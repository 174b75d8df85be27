// SPDX-License-Identifier: MIT
#include "app/limits.hpp"

#include <fmt/format.h>

#include "base/moment.hpp"

namespace tracekit::app {

std::optional<EpochSeconds> limited_until(App& app, const std::string& provider) {
  const auto state = app.mine().provider_states.find(provider);
  const bool limited = state && state->rate_limited_until && *state->rate_limited_until > app.now();
  return limited ? state->rate_limited_until : std::nullopt;
}

std::string limit_words(const App& app, EpochSeconds until) {
  return fmt::format("takes no more requests until {}", moment_words(until, app.now(), app.home()));
}

std::string hint_of(const App& app, const RateLimited& error) {
  return error.resets_at()
             ? fmt::format("it can be asked again from {} on", moment_words(*error.resets_at(), app.now(), app.home()))
             : error.hint();
}

} // namespace tracekit::app
