// SPDX-License-Identifier: MIT
#include "formats/archive/zip_reader.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/archive/archive.hpp"
#include "formats/archive/zip_source.hpp"

namespace tracekit::archive {
namespace {

void go_to_beginning(std::FILE* file) {
  if (std::fseek(file, 0, SEEK_SET) != 0) {
    throw Error(ErrorKind::input, "cannot be read from its beginning");
  }
}

constexpr std::uint64_t free_total_bytes = std::uint64_t{1} << 30U;

std::uint64_t size_of(std::FILE* file) {
  ::fseeko(file, 0, SEEK_END);
  const auto size = static_cast<std::uint64_t>(std::max<off_t>(0, ::ftello(file)));
  go_to_beginning(file);
  return size;
}

} // namespace

std::string refusal_of_name(std::string_view name) {
  std::string plain(name);
  std::replace(plain.begin(), plain.end(), '\\', '/');
  const bool has_drive = plain.size() > 1 && plain[1] == ':';
  bool leads_out = plain.starts_with('/') || has_drive;
  for (const std::string& part : split(plain, '/')) {
    leads_out = leads_out || part == "..";
  }
  return leads_out ? "leads out of the archive by its name, which is refused" : "";
}

ZipReader::ZipReader(FileHandle file) {
  archive_bytes_ = size_of(file.get());
  source_ = Listed::open(file.get(), members_);
  if (!source_) {
    go_to_beginning(file.get());
    source_ = Salvaged::open(std::move(file), members_, damage_);
  }
}

ZipReader::~ZipReader() = default;

void ZipReader::unpack(std::size_t member, const std::function<bool(ByteView)>& take) {
  const ZipMember& wanted = members_.at(member);
  if (!wanted.refusal.empty()) {
    throw Error(ErrorKind::input, wanted.refusal);
  }
  constexpr Limits limits;
  const std::uint64_t packed = source_->packed_size(member);
  std::uint64_t size = 0;
  source_->unpack(member, [&](ByteView piece) {
    size += piece.size();
    unpacked_bytes_ += piece.size();
    if (size > limits.free_bytes && size / limits.ratio > packed) {
      throw Error(ErrorKind::input,
                  fmt::format("unpacks to more than {} times its size, which is refused", limits.ratio));
    }
    if (unpacked_bytes_ > free_total_bytes && unpacked_bytes_ / limits.ratio > archive_bytes_) {
      throw Error(ErrorKind::input, fmt::format("is in an archive that unpacks to more than {} times its size, which "
                                                "is refused",
                                                limits.ratio));
    }
    return take(piece);
  });
}

Bytes ZipReader::read(std::size_t member, std::uint64_t limit) {
  Bytes bytes;
  unpack(member, [&](ByteView piece) {
    if (bytes.size() + piece.size() > limit) {
      throw Error(ErrorKind::input, fmt::format("unpacks to more than {} MiB, which is refused", limit >> 20U));
    }
    bytes.insert(bytes.end(), piece.begin(), piece.end());
    return true;
  });
  return bytes;
}

Bytes ZipReader::peek(std::size_t member, std::size_t count) {
  Bytes bytes;
  try {
    unpack(member, [&](ByteView piece) {
      const std::size_t wanted = std::min(piece.size(), count - bytes.size());
      bytes.insert(bytes.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(wanted));
      return bytes.size() < count;
    });
  } catch (const Error&) { // reading it says so
    bytes.clear();
  }
  return bytes;
}

void ZipReader::copy(std::size_t member, std::FILE* to) {
  unpack(member, [&](ByteView piece) {
    if (std::fwrite(piece.data(), 1, piece.size(), to) != piece.size()) {
      throw Error(ErrorKind::input, "cannot be unpacked: no space left to put it");
    }
    return true;
  });
  if (std::fflush(to) != 0) {
    throw Error(ErrorKind::input, "cannot be unpacked: no space left to put it");
  }
  go_to_beginning(to);
}

} // namespace tracekit::archive
