// SPDX-License-Identifier: MIT
#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <new>
#include <optional>
#include <vector>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/archive/output.hpp"
#include "formats/archive/zip_handle.hpp"
#include "formats/archive/zip_names.hpp"

namespace tracekit::archive {
namespace {

constexpr zip_uint64_t most_members = 100'000;

ZipHandle open_zip(ByteView bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* zip = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  if (zip == nullptr) {
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    zip_source_free(source);
    throw Error(ErrorKind::input, fmt::format("is a damaged zip archive ({})", reason));
  }
  zip_error_fini(&error);
  return ZipHandle(zip);
}

struct Choice {
  std::optional<zip_uint64_t> member;
  int rank = 0;
  std::uint64_t candidates = 0; ///< members as good as the chosen one
  std::uint64_t activities = 0; ///< these, and those that are less good
};

Choice choose_member(zip_t* zip) {
  Choice choice;
  const auto count =
      std::min(static_cast<zip_uint64_t>(std::max<zip_int64_t>(0, zip_get_num_entries(zip, 0))), most_members);
  for (zip_uint64_t i = 0; i < count; ++i) {
    const char* name = zip_get_name(zip, i, ZIP_FL_ENC_GUESS);
    const auto rank = name == nullptr ? std::nullopt : zip_member_rank(name);
    if (!rank) {
      continue;
    }
    if (!choice.member || *rank < choice.rank) {
      choice = {i, *rank, 0};
    }
    choice.candidates += static_cast<std::uint64_t>(*rank == choice.rank);
    ++choice.activities;
  }
  return choice;
}

} // namespace

bool holds_several_activities(ByteView bytes) {
  if (container_of(bytes) != Container::zip) {
    return false;
  }
  try {
    const Choice choice = choose_member(open_zip(bytes).get());
    const bool is_kmz = choice.rank == document_rank;
    const bool is_archive = choice.rank == archive_rank; // of any number
    return choice.member && !is_kmz && (choice.activities > 1 || is_archive);
  } catch (const Error&) { // unpacking it says so
    return false;
  }
}

Unpacked unpack_zip(ByteView bytes, const Limits& limits) {
  const ZipHandle zip = open_zip(bytes);
  const Choice choice = choose_member(zip.get());
  if (!choice.member) {
    throw Error(ErrorKind::input, "is a zip archive without a FIT, GPX, TCX or KML file inside");
  }
  const std::string name = to_valid_utf8(zip_get_name(zip.get(), *choice.member, ZIP_FL_ENC_GUESS));
  const MemberHandle member(zip_fopen_index(zip.get(), *choice.member, 0));
  if (member == nullptr) {
    const bool encrypted = zip_error_code_zip(zip_get_error(zip.get())) == ZIP_ER_NOPASSWD;
    throw Error(ErrorKind::input, encrypted ? fmt::format("is a zip archive whose {} is encrypted", name)
                                            : fmt::format("is a zip archive whose {} cannot be unpacked ({})", name,
                                                          zip_strerror(zip.get())));
  }
  Unpacked unpacked;
  Output output(bytes.size(), limits);
  std::vector<std::uint8_t> piece(piece_bytes);
  zip_int64_t got = 0;
  while ((got = zip_fread(member.get(), piece.data(), piece.size())) > 0) {
    output.append({piece.data(), static_cast<std::size_t>(got)});
  }
  if (got < 0) {
    if (output.empty()) {
      throw Error(ErrorKind::input, fmt::format("is a zip archive whose {} is damaged", name));
    }
    unpacked.damage.push_back(fmt::format("{} is damaged inside the zip archive", name));
  }
  if (choice.candidates > 1) {
    unpacked.warnings.push_back(
        fmt::format("only {} of {} activity files in the archive was read", name, choice.candidates));
  }
  unpacked.bytes = output.take();
  return unpacked;
}

} // namespace tracekit::archive
