// SPDX-License-Identifier: MIT
#include "base/zone_file.hpp"

#include <algorithm>

namespace tracekit {
namespace {

constexpr std::string_view magic = "TZif";
constexpr std::size_t header_size = 44;
constexpr std::size_t type_size = 6;

/// Takes numbers and pieces off the front. Where too little is left everything is zero and `failed` is set.
struct HeaderCursor {
  ByteView rest;
  bool failed = false;

  ByteView take(std::uint64_t size) {
    if (size > rest.size()) {
      failed = true;
      return {};
    }
    const ByteView piece = rest.first(static_cast<std::size_t>(size));
    rest = rest.subspan(static_cast<std::size_t>(size));
    return piece;
  }
};

/// Big endian, with a sign.
std::int64_t number_at(ByteView bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = (bytes[at] & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
  for (std::size_t i = 0; i < size; ++i) {
    value = value << 8U | bytes[at + i];
  }
  return static_cast<std::int64_t>(value);
}

/// How much of everything a block holds.
struct Counts {
  std::uint64_t isut = 0;
  std::uint64_t isstd = 0;
  std::uint64_t leap_seconds = 0;
  std::uint64_t changes = 0;
  std::uint64_t types = 0;
  std::uint64_t name_bytes = 0;

  [[nodiscard]] std::uint64_t bytes(std::uint64_t time_size) const {
    return changes * (time_size + 1) + types * type_size + name_bytes + leap_seconds * (time_size + 4) + isstd + isut;
  }
};

std::optional<Counts> take_header(HeaderCursor& cursor) {
  const ByteView header = cursor.take(header_size);
  if (cursor.failed || as_text(header.first(magic.size())) != magic || header[magic.size()] < '2') {
    return std::nullopt;
  }
  const auto count = [&](std::size_t i) { return static_cast<std::uint32_t>(number_at(header, 20 + 4 * i, 4)); };
  return Counts{count(0), count(1), count(2), count(3), count(4), count(5)};
}

} // namespace

std::optional<ZoneFile> ZoneFile::parse(ByteView bytes) {
  HeaderCursor cursor{bytes};
  // The first block is for readers of 32-bit times; what counts is the second.
  const auto old_counts = take_header(cursor);
  if (!old_counts) {
    return std::nullopt;
  }
  cursor.take(old_counts->bytes(4));
  const auto counts = take_header(cursor);
  if (!counts) {
    return std::nullopt;
  }
  const ByteView times = cursor.take(counts->changes * 8);
  const ByteView types = cursor.take(counts->changes);
  const ByteView offsets = cursor.take(counts->types * type_size);
  cursor.take(counts->bytes(8) - counts->changes * 9 - counts->types * type_size);
  if (cursor.failed || counts->types == 0 || std::ranges::any_of(types, [&](auto t) { return t >= counts->types; })) {
    return std::nullopt;
  }
  ZoneFile zone;
  const auto add_offset = [&](std::size_t type) {
    zone.offsets_.push_back(static_cast<std::int32_t>(number_at(offsets, type * type_size, 4)));
  };
  add_offset(0); // before the first change the first type holds
  for (std::size_t i = 0; i < counts->changes; ++i) {
    zone.changes_.push_back(number_at(times, 8 * i, 8));
    add_offset(types[i]);
  }
  if (!std::ranges::is_sorted(zone.changes_)) {
    return std::nullopt;
  }
  std::string_view rule = as_text(cursor.rest);
  if (rule.starts_with('\n') && rule.find('\n', 1) != std::string_view::npos) {
    zone.afterwards_ = ZoneRule::parse(rule.substr(1, rule.find('\n', 1) - 1));
  }
  return zone;
}

int ZoneFile::offset_s(EpochSeconds utc) const {
  const auto next = std::ranges::upper_bound(changes_, utc);
  if (next == changes_.end() && afterwards_) {
    return afterwards_->offset_s(utc);
  }
  return offsets_[static_cast<std::size_t>(next - changes_.begin())];
}

} // namespace tracekit
