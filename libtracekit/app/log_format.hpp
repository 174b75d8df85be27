// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "base/operator_log.hpp"

namespace tracekit::app {

/// What `TRACEKIT_LOG_FORMAT` says, in the environment or `.env`; nothing when it is not set. Throws Error(config) for
/// anything else than `text` and `json`.
std::optional<LogFormat> wanted_log_format();

} // namespace tracekit::app
