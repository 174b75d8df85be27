// SPDX-License-Identifier: MIT
#pragma once

namespace tracekit::config {

/// Before the first call of libsodium. Throws Error(config) when it has no random numbers.
void need_sodium();

} // namespace tracekit::config
