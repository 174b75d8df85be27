// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "base/bytes.hpp"

namespace tracekit::fit {

/// The CRC-16 of FIT headers and files (CRC-16/ARC: polynomial 0x8005 low bit first, start value 0).
std::uint16_t crc16(ByteView bytes);

} // namespace tracekit::fit
