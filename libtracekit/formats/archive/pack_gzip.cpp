// SPDX-License-Identifier: MIT
#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>

#include "formats/archive/pack.hpp"

namespace tracekit::archive {

Bytes pack_gzip(ByteView bytes) {
  constexpr int gzip = 16 + MAX_WBITS;
  constexpr int memory_level = 8;
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip, memory_level, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  constexpr std::size_t piece_bytes = std::size_t{1} << 18U;
  Bytes out;
  std::size_t taken = 0;
  int result = Z_OK;
  while (result != Z_STREAM_END) {
    const std::size_t piece = std::min<std::size_t>(bytes.size() - taken, std::numeric_limits<uInt>::max());
    stream.next_in = const_cast<Bytef*>(bytes.data() + taken); // zlib only reads it
    stream.avail_in = static_cast<uInt>(piece);
    const std::size_t before = out.size();
    out.resize(before + piece_bytes);
    stream.next_out = out.data() + before;
    stream.avail_out = static_cast<uInt>(piece_bytes);
    result = deflate(&stream, taken + piece == bytes.size() ? Z_FINISH : Z_NO_FLUSH);
    taken += piece - stream.avail_in;
    out.resize(out.size() - stream.avail_out);
  }
  deflateEnd(&stream);
  return out;
}

} // namespace tracekit::archive
