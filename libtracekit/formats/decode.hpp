// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "base/bytes.hpp"
#include "model/recording.hpp"

namespace tracekit {

/// Reads an activity file of any format that tracekit knows (FIT, GPX, TCX, KML), alone or packed (gzip, zip, KMZ,
/// bzip2; up to three layers). Format and container are told by content, never by the name; `name` is for messages
/// only. Broken files give what could be read and say so in `damage`. Throws Error(input) with one sentence that begins
/// with `name` when nothing can be read or the bytes are something else.
ActivityFile decode_file(ByteView bytes, std::string_view name);

} // namespace tracekit
