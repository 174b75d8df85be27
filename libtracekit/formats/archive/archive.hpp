// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace tracekit::archive {

enum class Container : std::uint8_t { none, gzip, zip, bzip2 };

/// What the first bytes are; names play no part.
Container container_of(ByteView bytes);

/// `gzip`, `zip`, `bzip2`, or empty.
std::string_view to_string(Container container);

/// Bounds that keep a small hostile file from filling the memory.
struct Limits {
  std::uint64_t most_bytes = std::uint64_t{1} << 30U; ///< of one unpacked file
  std::uint64_t ratio = 250;                          ///< unpacked to packed, once `free_bytes` are exceeded
  std::uint64_t free_bytes = std::uint64_t{32} << 20U;
};

/// One layer taken off.
struct Unpacked {
  Bytes bytes;
  std::vector<std::string> damage;   ///< what is broken although something could be unpacked
  std::vector<std::string> warnings; ///< what was left out
};

/// Unpacks. Of a zip, the first member that looks like an activity file by its name (`.fit .gpx .tcx .kml`, then
/// those with `.gz` or `.bz2` behind, then inner zips; in a KMZ `doc.kml` before others), never below `__MACOSX/` nor
/// beginning with `._`. All members of a gzip are joined. Throws Error(input): nothing can be unpacked, no such member,
/// encrypted, or beyond the limits. The sentence has no subject: it says what the file does or is.
Unpacked unpack(ByteView bytes, Container container, const Limits& limits = {});

/// Whether it is a zip archive of which `unpack` would leave activities out: with several files that look like some by
/// their names, or with an archive. A KMZ has one, `doc.kml`, whatever lies beside it.
bool holds_several_activities(ByteView bytes);

/// Layers of packing that are taken off one file.
constexpr int most_layers = 3;

/// What is left when all layers are taken off, or as many as are allowed. Throws as `unpack` does.
Bytes innermost(Bytes bytes);

} // namespace tracekit::archive
