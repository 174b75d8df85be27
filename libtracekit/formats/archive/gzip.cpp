// SPDX-License-Identifier: MIT
#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>
#include <vector>

#include "base/error.hpp"
#include "formats/archive/output.hpp"

namespace tracekit::archive {
namespace {

class Inflater {
public:
  Inflater() {
    constexpr int gzip_only = 16 + MAX_WBITS;
    if (inflateInit2(&stream_, gzip_only) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  z_stream& stream() { return stream_; }

private:
  z_stream stream_{};
};

} // namespace

Unpacked unpack_gzip(ByteView bytes, const Limits& limits) {
  constexpr std::uint64_t most_input = std::numeric_limits<uInt>::max();
  if (bytes.size() > most_input) {
    throw Error(ErrorKind::input, "is a gzip file of more than 4 GiB, which is refused");
  }
  Inflater inflater;
  z_stream& stream = inflater.stream();
  stream.next_in = const_cast<Bytef*>(bytes.data()); // zlib only reads it
  stream.avail_in = static_cast<uInt>(bytes.size());
  Output output(bytes.size(), limits);
  std::vector<std::uint8_t> piece(piece_bytes);
  Unpacked unpacked;
  bool more = true;
  while (more) {
    stream.next_out = piece.data();
    stream.avail_out = static_cast<uInt>(piece.size());
    const int result = inflate(&stream, Z_NO_FLUSH);
    output.append({piece.data(), piece.size() - stream.avail_out});
    if (result == Z_STREAM_END) {
      const ByteView rest(stream.next_in, stream.avail_in);
      more = container_of(rest) == Container::gzip;
      if (more) {
        inflateReset(&stream);
      } else if (std::any_of(rest.begin(), rest.end(), [](std::uint8_t byte) { return byte != 0; })) {
        unpacked.warnings.emplace_back("bytes behind the gzip data left out");
      }
    } else if (result != Z_OK) {
      more = false;
      const bool cut = result == Z_BUF_ERROR;
      unpacked.damage.emplace_back(cut ? "the gzip data are cut off" : "the gzip data are damaged");
      if (output.empty()) {
        throw Error(ErrorKind::input, cut ? "is gzip data that are cut off" : "is damaged gzip data");
      }
    }
  }
  unpacked.bytes = output.take();
  return unpacked;
}

} // namespace tracekit::archive
