// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "model/recording.hpp"

namespace tracekit {

/// What is in a file when all packing is taken off.
struct UnpackedFile {
  Bytes bytes;
  std::string container; ///< the outer packing: `gzip`, `zip`, `bzip2`, or empty
  std::vector<std::string> damage;
  std::vector<std::string> warnings;
};

/// Takes off up to three layers of packing. Throws Error(input) as `decode_file` does.
UnpackedFile unpack_file(Bytes bytes, std::string_view name);

/// Reads an activity file of any format that tracekit knows (FIT, GPX, TCX, KML), alone or packed (gzip, zip, KMZ,
/// bzip2; up to three layers). Format and container are told by content, never by the name; `name` is for messages
/// only. Broken files give what could be read and say so in `damage`. Throws Error(input) with one sentence that begins
/// with `name` when nothing can be read or the bytes are something else.
ActivityFile decode_file(ByteView bytes, std::string_view name);

} // namespace tracekit
