// SPDX-License-Identifier: MIT
#pragma once

#include "net/callback_listener.hpp"

namespace tracekit::net::callback {

/// The one function of `tracekit-callback.so`. The caller owns the result. Throws tracekit::Error.
using ListenFunction = CallbackListener* (*)(int port, const char* state);
inline constexpr const char* listen_function_name = "tracekit_listen_for_callback";

} // namespace tracekit::net::callback
