// SPDX-License-Identifier: MIT
#pragma once

#include "store/sql/driver.hpp"

namespace tracekit::postgres {

/// The one function of `tracekit-postgres.so`: connects, waiting up to so many seconds for the server. The caller owns
/// the result. Throws tracekit::Error.
using OpenFunction = sql::Driver* (*)(const char* url, double wait_seconds);
inline constexpr const char* open_function_name = "tracekit_open_postgres";

} // namespace tracekit::postgres
