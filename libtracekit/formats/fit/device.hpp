// SPDX-License-Identifier: MIT
#pragma once

#include "formats/fit/part.hpp"

namespace tracekit::fit {

/// The device that wrote a file, with readable names where the profile or the file has them.
Device make_device(const Origin& origin);

} // namespace tracekit::fit
