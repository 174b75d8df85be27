// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/zone_rule.hpp"

namespace tracekit {

/// The offsets of one time zone, from a compiled file of the IANA database (TZif, RFC 8536).
class ZoneFile {
public:
  /// Reads version 2 and later, which all systems have had for long. Nothing when the bytes are anything else.
  static std::optional<ZoneFile> parse(ByteView bytes);

  /// Seconds east of UTC at an instant, however far away.
  [[nodiscard]] int offset_s(EpochSeconds utc) const;

private:
  std::vector<EpochSeconds> changes_;  ///< ascending
  std::vector<std::int32_t> offsets_;  ///< before the first change, and after each
  std::optional<ZoneRule> afterwards_; ///< after the last change; short files tell most by it
};

} // namespace tracekit
