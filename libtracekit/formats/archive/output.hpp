// SPDX-License-Identifier: MIT
#pragma once

#include "formats/archive/archive.hpp"

namespace tracekit::archive {

/// Collects unpacked bytes piece by piece and checks the limits before each piece is kept.
class Output {
public:
  Output(std::uint64_t packed_bytes, const Limits& limits) : packed_(packed_bytes), limits_(limits) {}

  /// Throws Error(input) when the limits are exceeded.
  void append(ByteView piece);

  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  Bytes take() { return std::move(bytes_); }

private:
  std::uint64_t packed_;
  Limits limits_;
  Bytes bytes_;
};

inline constexpr std::size_t piece_bytes = 256U << 10U;

Unpacked unpack_gzip(ByteView bytes, const Limits& limits);
Unpacked unpack_bzip2(ByteView bytes, const Limits& limits);
Unpacked unpack_zip(ByteView bytes, const Limits& limits);

} // namespace tracekit::archive
