// SPDX-License-Identifier: MIT
#include "formats/archive/zip_members.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "formats/archive/output.hpp"
#include "formats/archive/zip_names.hpp"

namespace tracekit::archive {
namespace {

struct CloseZipMember {
  void operator()(zip_file_t* member) const { zip_fclose(member); }
};

std::string raw_name(zip_t* zip, zip_uint64_t member) {
  const char* name = zip_get_name(zip, member, ZIP_FL_ENC_GUESS);
  return name == nullptr ? "" : name;
}

bool leads_out(const std::string& name) {
  const bool is_drive = name.size() > 1 && name[1] == ':';
  const auto parts = split(name, '/');
  return name.starts_with('/') || is_drive || name.find('\\') != std::string::npos ||
         std::find(parts.begin(), parts.end(), "..") != parts.end();
}

/// What the directory promises; what is unpacked is held to it again.
void check_safety(zip_t* zip) {
  constexpr std::uint64_t most_ratio = 1'100; // deflate reaches 1,032
  constexpr std::uint64_t free_bytes = std::uint64_t{32} << 20U;
  const zip_int64_t count = zip_get_num_entries(zip, 0);
  if (count < 0 || static_cast<std::uint64_t>(count) > most_members_uploaded) {
    throw UnsafeZip(fmt::format("is a zip archive of more than {} members", most_members_uploaded));
  }
  std::uint64_t unpacked = 0;
  std::uint64_t packed = 0;
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
    const std::string name = raw_name(zip, i);
    if (leads_out(name)) {
      throw UnsafeZip(
          fmt::format("is a zip archive with a name that leads out of its folder ({})", to_valid_utf8(name)));
    }
    zip_stat_t stat;
    if (zip_stat_index(zip, i, 0, &stat) == 0) {
      unpacked += std::min<std::uint64_t>(stat.size, most_unpacked_bytes + 1);
      packed += std::min<std::uint64_t>(stat.comp_size, most_unpacked_bytes + 1);
    }
    if (unpacked > most_unpacked_bytes || (unpacked > free_bytes && unpacked / most_ratio > packed)) {
      throw UnsafeZip("is a zip archive that would unpack to far more than it could hold");
    }
  }
}

} // namespace

struct ZipMembers::Handle {
  zip_t* zip = nullptr;
  ~Handle() { zip_discard(zip); }
};

ZipMembers::ZipMembers(const std::filesystem::path& path) : handle_(std::make_unique<Handle>()) {
  int code = 0;
  handle_->zip = zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (handle_->zip == nullptr) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    throw UnsafeZip(fmt::format("is no zip archive, or a damaged one ({})", reason));
  }
  check_safety(handle_->zip);
}

ZipMembers::~ZipMembers() = default;

std::size_t ZipMembers::size() const {
  return static_cast<std::size_t>(std::max<zip_int64_t>(0, zip_get_num_entries(handle_->zip, 0)));
}

std::string ZipMembers::name(std::size_t member) const { return to_valid_utf8(raw_name(handle_->zip, member)); }

bool ZipMembers::is_activity(std::size_t member) const { return is_activity_name(raw_name(handle_->zip, member)); }

bool ZipMembers::has_activities() const {
  for (std::size_t i = 0; i < size(); ++i) {
    if (is_activity(i)) {
      return true;
    }
  }
  return false;
}

Bytes ZipMembers::read(std::size_t member, std::uint64_t most_bytes) {
  zip_stat_t stat;
  const bool is_known = zip_stat_index(handle_->zip, member, 0, &stat) == 0;
  const std::unique_ptr<zip_file_t, CloseZipMember> file(zip_fopen_index(handle_->zip, member, 0));
  if (file == nullptr) {
    const bool is_encrypted = zip_error_code_zip(zip_get_error(handle_->zip)) == ZIP_ER_NOPASSWD;
    throw Error(ErrorKind::input, is_encrypted ? "is encrypted" : "cannot be unpacked");
  }
  Limits limits;
  limits.most_bytes = most_bytes;
  Output output(is_known ? stat.comp_size : 0, limits);
  std::vector<std::uint8_t> piece(piece_bytes);
  zip_int64_t got = 0;
  while ((got = zip_fread(file.get(), piece.data(), piece.size())) > 0) {
    output.append({piece.data(), static_cast<std::size_t>(got)});
  }
  if (got < 0) {
    throw Error(ErrorKind::input, "is damaged");
  }
  return output.take();
}

} // namespace tracekit::archive
