// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/archive/output.hpp"
#include "formats/archive/zip_handle.hpp"
#include "formats/archive/zip_source.hpp"

namespace tracekit::archive {
namespace {

constexpr std::uint64_t largest_member = std::uint64_t{4} << 30U;

std::uint64_t little_endian_at(const std::uint8_t* bytes, int count) {
  std::uint64_t value = 0;
  for (int i = 0; i < count; ++i) {
    value |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
  }
  return value;
}

/// How many members the end of the archive says that it lists; 0 where it does not say.
std::uint64_t listed_members(std::FILE* file) {
  constexpr std::uint64_t end_bytes = 22;
  constexpr std::uint64_t locator_bytes = 20;
  constexpr std::uint64_t longest_comment = 0xFFFF;
  ::fseeko(file, 0, SEEK_END);
  const auto size = static_cast<std::uint64_t>(std::max<off_t>(0, ::ftello(file)));
  Bytes tail(std::min(size, end_bytes + longest_comment + locator_bytes));
  ::fseeko(file, -static_cast<off_t>(tail.size()), SEEK_END);
  if (std::fread(tail.data(), 1, tail.size(), file) != tail.size()) {
    return 0;
  }
  const std::size_t end = as_text(tail).rfind(std::string_view("PK\x05\x06", 4));
  if (end == std::string_view::npos || end + end_bytes > tail.size()) {
    return 0;
  }
  const std::uint64_t count = little_endian_at(&tail[end + 10], 2);
  constexpr std::uint64_t is_elsewhere = 0xFFFF;
  if (count != is_elsewhere || end < locator_bytes) {
    return count;
  }
  Bytes large(40);
  const std::uint64_t offset = little_endian_at(&tail[end - locator_bytes + 8], 8);
  const bool is_read = offset < size && ::fseeko(file, static_cast<off_t>(offset), SEEK_SET) == 0 &&
                       std::fread(large.data(), 1, large.size(), file) == large.size();
  return is_read ? little_endian_at(&large[32], 8) : count;
}

ZipHandle open_zip(std::FILE* file) {
  const int descriptor = ::dup(::fileno(file));
  if (descriptor < 0) {
    return nullptr;
  }
  ::lseek(descriptor, 0, SEEK_SET);
  int error = 0;
  zip_t* zip = zip_fdopen(descriptor, 0, &error); // which closes it in the end
  if (zip == nullptr) {
    ::close(descriptor);
  }
  return ZipHandle(zip);
}

bool is_link(zip_t* zip, zip_uint64_t index) {
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  return zip_file_get_external_attributes(zip, index, 0, &system, &attributes) == 0 && system == ZIP_OPSYS_UNIX &&
         S_ISLNK(attributes >> 16U);
}

std::string refusal_of(zip_t* zip, zip_uint64_t index, const zip_stat_t& status, const std::string& name) {
  if (is_link(zip, index)) {
    return "is a link, which is refused";
  }
  if ((status.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && status.encryption_method != ZIP_EM_NONE) {
    return "is encrypted";
  }
  if (status.size >= largest_member) {
    return "is 4 GiB or larger, which is refused";
  }
  return refusal_of_name(name);
}

} // namespace

std::unique_ptr<ZipReader::Source> ZipReader::Listed::open(std::FILE* file, std::vector<ZipMember>& members) {
  struct ListedZip final : Listed {
    ZipHandle zip;
    struct Place {
      zip_uint64_t index;
      std::uint64_t packed;
    };
    std::vector<Place> places;

    [[nodiscard]] std::uint64_t packed_size(std::size_t member) const override { return places[member].packed; }

    void unpack(std::size_t member, const std::function<bool(ByteView)>& take) override {
      const MemberHandle handle(zip_fopen_index(zip.get(), places[member].index, 0));
      if (!handle) {
        throw Error(ErrorKind::input, fmt::format("cannot be unpacked ({})", zip_strerror(zip.get())));
      }
      Bytes piece(piece_bytes);
      zip_int64_t got = 0;
      while ((got = zip_fread(handle.get(), piece.data(), piece.size())) > 0) {
        if (!take({piece.data(), static_cast<std::size_t>(got)})) {
          return;
        }
      }
      if (got < 0) {
        throw Error(ErrorKind::input, "is damaged inside the archive");
      }
    }
  };

  if (listed_members(file) > most_zip_members) {
    throw Error(ErrorKind::input, fmt::format("lists more than {} files, which is refused", most_zip_members));
  }
  auto listed = std::make_unique<ListedZip>();
  listed->zip = open_zip(file);
  if (!listed->zip) {
    return nullptr;
  }
  const auto count = static_cast<zip_uint64_t>(std::max<zip_int64_t>(0, zip_get_num_entries(listed->zip.get(), 0)));
  for (zip_uint64_t index = 0; index < count; ++index) {
    zip_stat_t status;
    zip_stat_init(&status);
    if (zip_stat_index(listed->zip.get(), index, ZIP_FL_ENC_GUESS, &status) != 0 || status.name == nullptr) {
      continue;
    }
    const std::string name = to_valid_utf8(status.name);
    if (name.ends_with('/')) {
      continue;
    }
    members.push_back({name, status.size, refusal_of(listed->zip.get(), index, status, name)});
    listed->places.push_back({index, status.comp_size});
  }
  return listed;
}

} // namespace tracekit::archive
