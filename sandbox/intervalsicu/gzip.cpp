// SPDX-License-Identifier: MIT
#include "sandbox/intervalsicu/gzip.hpp"

#include <zlib.h>

#include <stdexcept>

namespace tracekit::sandbox {

Bytes gzipped(ByteView bytes) {
  constexpr int gzip_window = 15 + 16;
  constexpr int memory_level = 8;
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, memory_level, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib cannot be used");
  }
  Bytes input(bytes.begin(), bytes.end());
  Bytes out(deflateBound(&stream, static_cast<uLong>(input.size())) + 32);
  stream.next_in = input.data();
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

} // namespace tracekit::sandbox
