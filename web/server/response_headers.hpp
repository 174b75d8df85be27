// SPDX-License-Identifier: MIT
#pragma once

#include "http/message.hpp"

namespace tracekit::web {

/// Puts the lines on a response that every one of them carries: nothing is kept by caches, framed by other pages, run
/// as a script or guessed to be another type.
void add_standard_headers(Response& response);

} // namespace tracekit::web
