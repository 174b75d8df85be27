// SPDX-License-Identifier: MIT
#pragma once

#include <bzlib.h>
#include <zlib.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"

/// Packs small texts for tests of the readers.
namespace tracekit::test {

inline Bytes gzip(ByteView bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("deflateInit2 failed");
  }
  Bytes out(deflateBound(&stream, bytes.size()) + 32);
  stream.next_in = const_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

inline Bytes bzip2(ByteView bytes) {
  std::vector<char> out(bytes.size() + bytes.size() / 100 + 700);
  auto size = static_cast<unsigned>(out.size());
  if (BZ2_bzBuffToBuffCompress(out.data(), &size, const_cast<char*>(as_text(bytes).data()),
                               static_cast<unsigned>(bytes.size()), 9, 0, 0) != BZ_OK) {
    throw std::runtime_error("bzip2 failed");
  }
  const ByteView view = as_bytes({out.data(), size});
  return {view.begin(), view.end()};
}

/// A zip archive with stored members, in the given order.
inline Bytes zip(const std::vector<std::pair<std::string, Bytes>>& members) {
  Bytes out;
  Bytes directory;
  const auto put = [](Bytes& to, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
      to.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }
  };
  const auto put_common = [&](Bytes& to, const std::string& name, const Bytes& content) {
    put(to, 20, 2); // version needed
    put(to, 0, 4);  // flags, stored
    put(to, 0, 4);  // time, date
    put(to, crc32(0, content.data(), static_cast<uInt>(content.size())), 4);
    put(to, content.size(), 4);
    put(to, content.size(), 4);
    put(to, name.size(), 2);
    put(to, 0, 2); // extra
  };
  for (const auto& [name, content] : members) {
    const std::size_t offset = out.size();
    put(out, 0x04034b50, 4);
    put_common(out, name, content);
    out.insert(out.end(), name.begin(), name.end());
    out.insert(out.end(), content.begin(), content.end());
    put(directory, 0x02014b50, 4);
    put(directory, 20, 2); // version made by
    put_common(directory, name, content);
    put(directory, 0, 2); // comment
    put(directory, 0, 4); // disk, internal attributes
    put(directory, 0, 4); // external attributes
    put(directory, offset, 4);
    directory.insert(directory.end(), name.begin(), name.end());
  }
  const std::size_t start = out.size();
  out.insert(out.end(), directory.begin(), directory.end());
  put(out, 0x06054b50, 4);
  put(out, 0, 4);
  put(out, members.size(), 2);
  put(out, members.size(), 2);
  put(out, directory.size(), 4);
  put(out, start, 4);
  put(out, 0, 2);
  return out;
}

} // namespace tracekit::test
