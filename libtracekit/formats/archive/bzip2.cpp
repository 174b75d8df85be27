// SPDX-License-Identifier: MIT
#include <bzlib.h>

#include <limits>
#include <new>
#include <vector>

#include "base/error.hpp"
#include "formats/archive/output.hpp"

namespace tracekit::archive {
namespace {

class Decompressor {
public:
  Decompressor() {
    if (BZ2_bzDecompressInit(&stream_, 0, 0) != BZ_OK) {
      throw std::bad_alloc();
    }
  }
  ~Decompressor() { BZ2_bzDecompressEnd(&stream_); }
  Decompressor(const Decompressor&) = delete;
  Decompressor& operator=(const Decompressor&) = delete;

  bz_stream& stream() { return stream_; }

private:
  bz_stream stream_{};
};

/// Unpacks one stream, and returns how many bytes it took.
std::size_t unpack_stream(ByteView bytes, Output& output, Unpacked& unpacked) {
  Decompressor decompressor;
  bz_stream& stream = decompressor.stream();
  stream.next_in = const_cast<char*>(as_text(bytes).data()); // libbz2 only reads it
  stream.avail_in = static_cast<unsigned>(bytes.size());
  std::vector<char> piece(piece_bytes);
  int result = BZ_OK;
  while (result == BZ_OK) {
    stream.next_out = piece.data();
    stream.avail_out = static_cast<unsigned>(piece.size());
    result = BZ2_bzDecompress(&stream);
    const std::size_t produced = piece.size() - stream.avail_out;
    output.append(as_bytes({piece.data(), produced}));
    if (result == BZ_OK && stream.avail_in == 0 && produced == 0) {
      result = BZ_UNEXPECTED_EOF;
    }
  }
  if (result != BZ_STREAM_END) {
    const bool cut = result == BZ_UNEXPECTED_EOF;
    if (output.empty()) {
      throw Error(ErrorKind::input, cut ? "is bzip2 data that are cut off" : "is damaged bzip2 data");
    }
    unpacked.damage.emplace_back(cut ? "the bzip2 data are cut off" : "the bzip2 data are damaged");
    return bytes.size();
  }
  return bytes.size() - stream.avail_in;
}

} // namespace

Unpacked unpack_bzip2(ByteView bytes, const Limits& limits) {
  if (bytes.size() > std::numeric_limits<unsigned>::max()) {
    throw Error(ErrorKind::input, "is a bzip2 file of more than 4 GiB, which is refused");
  }
  Output output(bytes.size(), limits);
  Unpacked unpacked;
  while (container_of(bytes) == Container::bzip2) {
    bytes = bytes.subspan(unpack_stream(bytes, output, unpacked));
  }
  unpacked.bytes = output.take();
  return unpacked;
}

} // namespace tracekit::archive
