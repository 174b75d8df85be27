// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "app/app.hpp"

namespace tracekit::app {

/// Somebody says that the person took back what tracekit was allowed at a provider. The provider is asked: when it does
/// not accept the sign-in any more, that is forgotten, and with it what the provider's terms demand; the person is
/// told to sign in again. Returns whether it is so.
bool check_sign_in(App& app, const std::string& provider);

} // namespace tracekit::app
