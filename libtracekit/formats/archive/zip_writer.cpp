// SPDX-License-Identifier: MIT
#include "formats/archive/zip_writer.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>

#include <fmt/format.h>

#include "base/error.hpp"

namespace tracekit::archive {
namespace {

constexpr std::uint32_t local_header = 0x04034b50;
constexpr std::uint32_t central_signature = 0x02014b50;
constexpr std::uint32_t end_signature = 0x06054b50;
constexpr std::uint32_t zip64_end_signature = 0x06064b50;
constexpr std::uint32_t zip64_locator_signature = 0x07064b50;
constexpr std::uint16_t version_plain = 20;
constexpr std::uint16_t version_zip64 = 45;
constexpr std::uint16_t names_are_utf8 = 1U << 11U;
constexpr std::uint16_t method_stored = 0;
constexpr std::uint16_t method_deflated = 8;
constexpr std::uint64_t beyond_32_bits = 0xFFFFFFFF;
constexpr std::uint64_t beyond_16_bits = 0xFFFF;

template <class... Values> void append(Bytes& out, Values... values) {
  const auto one = [&](auto value) {
    for (std::size_t i = 0; i < sizeof value; ++i) {
      out.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> (8 * i)));
    }
  };
  (one(values), ...);
}

void append_text(Bytes& out, const std::string& text) {
  const ByteView bytes = as_bytes(text);
  out.insert(out.end(), bytes.begin(), bytes.end());
}

Bytes deflate_raw(ByteView content) {
  constexpr int memory_level = 8;
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, memory_level, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  Bytes out(deflateBound(&stream, content.size()));
  stream.next_in = const_cast<Bytef*>(content.data()); // zlib only reads it
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

/// Seconds since midnight and the date as MS-DOS packs them.
std::pair<std::uint16_t, std::uint16_t> dos_time(WallSeconds wall) {
  constexpr int first_year = 1980;
  const Date date = date_of_wall(wall);
  const int year = static_cast<int>(date.year());
  if (year < first_year || year > first_year + 127) {
    return {0, 1U << 5U | 1U};
  }
  const auto second = static_cast<unsigned>(wall - wall_midnight(date));
  const unsigned time = (second / 3600) << 11U | (second / 60 % 60) << 5U | (second % 60 / 2);
  const unsigned day = static_cast<unsigned>(year - first_year) << 9U | static_cast<unsigned>(date.month()) << 5U |
                       static_cast<unsigned>(date.day());
  return {static_cast<std::uint16_t>(time), static_cast<std::uint16_t>(day)};
}

} // namespace

void ZipWriter::put(const Bytes& bytes) {
  take_(bytes);
  offset_ += bytes.size();
}

void ZipWriter::add(const std::string& name, ByteView content, WallSeconds modified) {
  if (content.size() >= std::numeric_limits<std::uint32_t>::max() / 2) {
    throw Error(ErrorKind::input, fmt::format("{} is too large for a member of a zip archive", name));
  }
  Member member;
  member.name = name.substr(0, beyond_16_bits - 1);
  member.offset = offset_;
  member.checksum = static_cast<std::uint32_t>(crc32(0, content.data(), static_cast<uInt>(content.size())));
  member.size = static_cast<std::uint32_t>(content.size());
  std::tie(member.time, member.date) = dos_time(modified);
  const Bytes packed = deflate_raw(content);
  const bool is_smaller = packed.size() < content.size();
  const ByteView body = is_smaller ? ByteView(packed) : content;
  member.method = is_smaller ? method_deflated : method_stored;
  member.packed_size = static_cast<std::uint32_t>(body.size());
  Bytes header;
  append(header, local_header, version_plain, names_are_utf8, member.method, member.time, member.date, member.checksum,
         member.packed_size, member.size, static_cast<std::uint16_t>(member.name.size()), std::uint16_t{0});
  append_text(header, member.name);
  put(header);
  take_(body);
  offset_ += body.size();
  members_.push_back(std::move(member));
}

void ZipWriter::finish(std::uint16_t comment_bytes) {
  const std::uint64_t start = offset_;
  for (const Member& member : members_) {
    const bool far = member.offset >= beyond_32_bits;
    Bytes entry;
    append(entry, central_signature, far ? version_zip64 : version_plain, far ? version_zip64 : version_plain,
           names_are_utf8, member.method, member.time, member.date, member.checksum, member.packed_size, member.size,
           static_cast<std::uint16_t>(member.name.size()), static_cast<std::uint16_t>(far ? 12 : 0), std::uint16_t{0},
           std::uint16_t{0}, std::uint16_t{0}, std::uint32_t{0},
           static_cast<std::uint32_t>(std::min(member.offset, beyond_32_bits)));
    append_text(entry, member.name);
    if (far) {
      append(entry, std::uint16_t{1}, std::uint16_t{8}, member.offset);
    }
    put(entry);
  }
  const std::uint64_t size = offset_ - start;
  const std::uint64_t count = members_.size();
  Bytes end;
  if (count >= beyond_16_bits || start >= beyond_32_bits || size >= beyond_32_bits) {
    append(end, zip64_end_signature, std::uint64_t{44}, version_zip64, version_zip64, std::uint32_t{0},
           std::uint32_t{0}, count, count, size, start);
    append(end, zip64_locator_signature, std::uint32_t{0}, offset_, std::uint32_t{1});
  }
  const auto short_count = static_cast<std::uint16_t>(std::min(count, beyond_16_bits));
  append(end, end_signature, std::uint16_t{0}, std::uint16_t{0}, short_count, short_count,
         static_cast<std::uint32_t>(std::min(size, beyond_32_bits)),
         static_cast<std::uint32_t>(std::min(start, beyond_32_bits)), comment_bytes);
  put(end);
}

} // namespace tracekit::archive
