// SPDX-License-Identifier: MIT
#include "base/zone_file.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

using namespace tracekit;

namespace {

void append(Bytes& bytes, std::int64_t number, int size) {
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) >> shift));
  }
}

void append(Bytes& bytes, std::string_view text) { bytes.insert(bytes.end(), text.begin(), text.end()); }

void append_header(Bytes& bytes, std::size_t changes, std::size_t types) {
  append(bytes, "TZif2");
  bytes.resize(bytes.size() + 15);
  for (const std::size_t count :
       {std::size_t{0}, std::size_t{0}, std::size_t{0}, changes, types, types == 0 ? types : 4}) {
    append(bytes, static_cast<std::int64_t>(count), 4);
  }
}

/// A file of the short kind: nothing in the block for old readers, and the rule for what comes after the last change.
Bytes short_file(const std::vector<std::pair<EpochSeconds, std::uint8_t>>& changes,
                 const std::vector<std::int64_t>& offsets, std::string_view rule) {
  Bytes bytes;
  append_header(bytes, 0, 0);
  append_header(bytes, changes.size(), offsets.size());
  for (const auto& change : changes) {
    append(bytes, change.first, 8);
  }
  for (const auto& change : changes) {
    bytes.push_back(change.second);
  }
  for (const std::int64_t offset : offsets) {
    append(bytes, offset, 4);
    append(bytes, 0, 2);
  }
  append(bytes, std::string_view("ABC\0", 4));
  append(bytes, "\n" + std::string(rule) + "\n");
  return bytes;
}

const std::vector<std::pair<EpochSeconds, std::uint8_t>> changes = {{-1000, 1}, {5000, 2}};
const std::vector<std::int64_t> offsets = {-600, 3600, 7200};

} // namespace

TEST_CASE("each offset of a zone file holds from its change to the next") {
  const auto zone = ZoneFile::parse(short_file(changes, offsets, ""));
  REQUIRE(zone);
  CHECK(zone->offset_s(-1'000'000'000'000) == -600);
  CHECK(zone->offset_s(-1001) == -600);
  CHECK(zone->offset_s(-1000) == 3600);
  CHECK(zone->offset_s(4999) == 3600);
  CHECK(zone->offset_s(5000) == 7200);
  CHECK(zone->offset_s(1'000'000'000'000) == 7200);
}

TEST_CASE("after the last change of a zone file its rule holds") {
  const auto zone = ZoneFile::parse(short_file(changes, offsets, "CET-1CEST,M3.5.0,M10.5.0/3"));
  REQUIRE(zone);
  CHECK(zone->offset_s(4999) == 3600);
  CHECK(zone->offset_s(1'736'942'400) == 3600); // 2025-01-15
  CHECK(zone->offset_s(1'752'580'800) == 7200); // 2025-07-15
}

TEST_CASE("a zone file that is cut off or damaged is none") {
  const Bytes whole = short_file(changes, offsets, "JST-9");
  for (std::size_t size = 0; size + std::string_view("\nJST-9\n").size() < whole.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(ZoneFile::parse(ByteView(whole).first(size)));
  }
  Bytes other_type = whole;
  other_type[2 * 44 + 2 * 8] = 3; // there are the types 0, 1 and 2
  CHECK_FALSE(ZoneFile::parse(other_type));
  Bytes many = whole;
  many[44 + 32] = 0xFF; // changes
  CHECK_FALSE(ZoneFile::parse(many));
  CHECK_FALSE(ZoneFile::parse(short_file({{5000, 1}, {-1000, 2}}, offsets, "")));
}
