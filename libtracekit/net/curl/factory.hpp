// SPDX-License-Identifier: MIT
#pragma once

#include "net/http.hpp"

namespace tracekit::net::curl {

/// The one function of `tracekit-http.so`. The caller owns the result. Throws tracekit::Error.
using MakeFunction = Transport* (*)();
inline constexpr const char* make_function_name = "tracekit_make_transport";

} // namespace tracekit::net::curl
