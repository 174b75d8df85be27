// SPDX-License-Identifier: MIT
#include "formats/archive/archive.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "formats/archive/output.hpp"

namespace tracekit::archive {

Container container_of(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  using namespace std::string_view_literals;
  if (text.starts_with("\x1F\x8B"sv)) {
    return Container::gzip;
  }
  if (text.starts_with("PK\x03\x04"sv) || text.starts_with("PK\x05\x06"sv)) {
    return Container::zip;
  }
  if (text.starts_with("BZh"sv) && text.size() > 3 && text[3] >= '1' && text[3] <= '9') {
    return Container::bzip2;
  }
  return Container::none;
}

std::string_view to_string(Container container) {
  switch (container) {
  case Container::gzip:
    return "gzip";
  case Container::zip:
    return "zip";
  case Container::bzip2:
    return "bzip2";
  case Container::none:
    break;
  }
  return {};
}

void Output::append(ByteView piece) {
  const std::uint64_t size = bytes_.size() + piece.size();
  if (size > limits_.most_bytes) {
    throw Error(ErrorKind::input,
                fmt::format("unpacks to more than {} MiB, which is refused", limits_.most_bytes >> 20U));
  }
  if (size > limits_.free_bytes && size / limits_.ratio > packed_) {
    throw Error(ErrorKind::input,
                fmt::format("unpacks to more than {} times its size, which is refused", limits_.ratio));
  }
  bytes_.insert(bytes_.end(), piece.begin(), piece.end());
}

Unpacked unpack(ByteView bytes, Container container, const Limits& limits) {
  switch (container) {
  case Container::gzip:
    return unpack_gzip(bytes, limits);
  case Container::zip:
    return unpack_zip(bytes, limits);
  case Container::bzip2:
    return unpack_bzip2(bytes, limits);
  case Container::none:
    break;
  }
  throw Error(ErrorKind::input, "is not packed");
}

Bytes innermost(Bytes bytes) {
  for (int layer = 0; layer < most_layers; ++layer) {
    const Container container = container_of(bytes);
    if (container == Container::none) {
      break;
    }
    bytes = unpack(bytes, container).bytes;
  }
  return bytes;
}

} // namespace tracekit::archive
