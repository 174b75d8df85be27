// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "formats/fit/crc.hpp"
#include "formats/fit/fit.hpp"
#include "support/fit_builder.hpp"

using namespace tracekit;
using test::FitBuilder;
namespace type = test::fit_type;
using Catch::Matchers::Contains;

namespace {

constexpr std::int64_t start = 1000000000;

FitBuilder three_samples() {
  FitBuilder file;
  file.file_id().define(0, 20, {{253, 4, type::uint32}, {3, 1, type::uint8}});
  for (int i = 0; i < 3; ++i) {
    file.data(0, {start + i, 100 + i});
  }
  return file;
}

std::size_t samples_of(const ActivityFile& file) {
  std::size_t samples = 0;
  for (const Recording& recording : file.recordings) {
    samples += recording.streams.size();
  }
  return samples;
}

} // namespace

TEST_CASE("the checksum is CRC-16/ARC") {
  CHECK(fit::crc16(as_bytes("123456789")) == 0xBB3D);
  CHECK(fit::crc16({}) == 0);
}

TEST_CASE("the checksum by tables and by folding is that by bits at every length") {
  Bytes bytes;
  for (unsigned i = 0; i < 400; ++i) {
    CHECK(fit::crc16(bytes) == FitBuilder::crc(bytes));
    bytes.push_back(static_cast<std::uint8_t>(i * 37U + 11U));
  }
}

TEST_CASE("every bit counts in the checksum") {
  Bytes bytes(150);
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    const auto flipped = static_cast<std::uint8_t>(1U << bit % 8);
    bytes[bit / 8] ^= flipped;
    CHECK(fit::crc16(bytes) == FitBuilder::crc(bytes));
    bytes[bit / 8] ^= flipped;
  }
}

TEST_CASE("a FIT file is known by its signature") {
  const Bytes file = three_samples().build();
  CHECK(fit::looks_like_fit(file));
  CHECK_FALSE(fit::looks_like_fit({}));
  CHECK_FALSE(fit::looks_like_fit(ByteView(file).first(11)));
  CHECK_FALSE(fit::looks_like_fit(as_bytes("<?xml version=\"1.0\"?>")));
}

TEST_CASE("a sound file has no damage, with the short header, the long one and a longer one") {
  FitBuilder::Options options;
  options.header_size = GENERATE(std::uint8_t{12}, std::uint8_t{14}, std::uint8_t{20});
  const ActivityFile file = fit::decode(three_samples().build(options));
  CHECK(file.damage.empty());
  CHECK(file.format == "fit");
  CHECK(samples_of(file) == 3);
  CHECK(file.message_counts == std::map<int, std::uint64_t>{{0, 1}, {20, 3}});
}

TEST_CASE("what is no FIT file at all is refused with a sentence") {
  CHECK_THROWS_WITH(fit::decode({}), "The file is empty.");
  CHECK_THROWS_WITH(fit::decode(as_bytes("<gpx><trk></trk></gpx>")), "The file has no FIT header.");
  CHECK_THROWS_WITH(fit::decode(FitBuilder().build()), "The FIT file holds no message that can be read.");
  try {
    fit::decode({});
    FAIL("nothing was thrown");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::input);
  }
}

TEST_CASE("a header checksum of 0 means that there is none") {
  Bytes file = three_samples().build();
  file[12] = 0;
  file[13] = 0;
  const std::uint16_t sum = FitBuilder::crc(Bytes(file.begin(), file.end() - 2));
  file[file.size() - 2] = static_cast<std::uint8_t>(sum & 0xFFU);
  file[file.size() - 1] = static_cast<std::uint8_t>(sum >> 8U);
  CHECK(fit::decode(file).damage.empty());
}

TEST_CASE("a wrong header checksum is reported") {
  FitBuilder::Options options;
  options.header_crc_error = 1;
  const ActivityFile file = fit::decode(three_samples().build(options));
  CHECK(file.damage == std::vector<std::string>{"The header's checksum is wrong: the header may be damaged."});
  CHECK(samples_of(file) == 3);
}

TEST_CASE("a wrong checksum is reported and everything is read") {
  FitBuilder::Options options;
  options.crc_error = 0x0100;
  const ActivityFile file = fit::decode(three_samples().build(options));
  CHECK(file.damage == std::vector<std::string>{"The file's checksum is wrong: some of its values may be damaged."});
  CHECK(samples_of(file) == 3);
}

TEST_CASE("a missing checksum is reported") {
  FitBuilder::Options options;
  options.has_crc = false;
  const ActivityFile file = fit::decode(three_samples().build(options));
  REQUIRE(file.damage.size() == 1);
  CHECK_THAT(file.damage[0], Contains("checksum is missing"));
  CHECK(samples_of(file) == 3);
}

TEST_CASE("a file that is cut keeps its whole messages") {
  const Bytes whole = three_samples().build();
  const ActivityFile file = fit::decode(ByteView(whole).first(whole.size() - 2 - 3));
  CHECK(samples_of(file) == 2);
  REQUIRE(file.damage.size() == 2);
  CHECK_THAT(file.damage[0], Contains("cut off"));
  CHECK_THAT(file.damage[1], Contains("middle of a message"));
}

TEST_CASE("a file can be cut anywhere and still says so") {
  const Bytes whole = three_samples().build();
  std::size_t read = 0;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    try {
      const ActivityFile file = fit::decode(ByteView(whole).first(size));
      CHECK_FALSE(file.damage.empty());
      ++read;
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::input);
    }
  }
  // From the end of file_id (header 14, definition 21, data 14 bytes) on there is something to read.
  CHECK(read == whole.size() - 49);
}

TEST_CASE("a header without a data size does not hide the data") {
  FitBuilder::Options options;
  options.data_size = 0;
  const ActivityFile file = fit::decode(three_samples().build(options));
  CHECK(samples_of(file) == 3);
  REQUIRE(file.damage.size() == 1);
  CHECK_THAT(file.damage[0], Contains("holds no data"));
}

TEST_CASE("a data size that is too large is reported once") {
  FitBuilder::Options options;
  options.data_size = 4000000000;
  const ActivityFile file = fit::decode(three_samples().build(options));
  CHECK(samples_of(file) == 3);
  REQUIRE(file.damage.size() == 1);
  CHECK_THAT(file.damage[0], Contains("promises 4000000000 bytes"));
}

TEST_CASE("bytes behind the file are reported") {
  Bytes file = three_samples().build();
  file.insert(file.end(), {1, 2, 3});
  const ActivityFile read = fit::decode(file);
  CHECK(samples_of(read) == 3);
  CHECK(read.damage == std::vector<std::string>{"The last 3 bytes are no FIT data and were not read."});
}

TEST_CASE("data of an unknown slot end the reading") {
  FitBuilder file = three_samples();
  file.raw({0x07, 1, 2, 3}).data(0, {start + 9, 99});
  const ActivityFile read = fit::decode(file.build());
  CHECK(samples_of(read) == 3);
  REQUIRE(read.damage.size() == 1);
  CHECK_THAT(read.damage[0], Contains("without a definition"));
}

TEST_CASE("an impossible base type ends the reading") {
  FitBuilder file = three_samples();
  file.define(1, 20, {{3, 1, 0x1F}});
  const ActivityFile read = fit::decode(file.build());
  CHECK(samples_of(read) == 3);
  REQUIRE(read.damage.size() == 1);
  CHECK_THAT(read.damage[0], Contains("type that does not exist"));
}

TEST_CASE("chained files are read one after the other") {
  Bytes both = three_samples().build();
  const Bytes second = three_samples().build();
  both.insert(both.end(), second.begin(), second.end());
  const ActivityFile file = fit::decode(both);
  CHECK(file.damage.empty());
  CHECK(file.message_counts.at(20) == 6);
  CHECK(file.recordings.size() == 2);
}

TEST_CASE("definitions do not reach into the next chained file") {
  FitBuilder second;
  second.raw({0x00, 1, 2, 3, 4, 5});
  Bytes both = three_samples().build();
  const Bytes bytes = second.build();
  both.insert(both.end(), bytes.begin(), bytes.end());
  const ActivityFile file = fit::decode(both);
  CHECK(samples_of(file) == 3);
  REQUIRE(file.damage.size() == 1);
  CHECK_THAT(file.damage[0], Contains("Part 2") && Contains("without a definition"));
}

TEST_CASE("unknown messages are counted and skipped") {
  FitBuilder file = three_samples();
  file.define(2, 65282, {{1, 3, type::byte}, {2, 2, type::uint16}}, FitBuilder::Order::big_endian);
  file.data(2, {Bytes{1, 2, 3}, 7}).data(2, {Bytes{1, 2, 3}, 8}).data(0, {start + 3, 120});
  const ActivityFile read = fit::decode(file.build());
  CHECK(read.message_counts == std::map<int, std::uint64_t>{{0, 1}, {20, 4}, {65282, 2}});
  CHECK(samples_of(read) == 4);
}

TEST_CASE("a slot can be defined anew at any time") {
  FitBuilder file;
  for (int i = 0; i < 5; ++i) {
    file.define(0, 20, {{253, 4, type::uint32}, {3, 1, type::uint8}}).data(0, {start + i, 100 + i});
    file.define(0, 21, {{253, 4, type::uint32}, {0, 1, type::enumeration}}).data(0, {start + i, 9});
  }
  const ActivityFile read = fit::decode(file.build());
  CHECK(read.message_counts == std::map<int, std::uint64_t>{{20, 5}, {21, 5}});
  CHECK(read.recordings.at(0).streams.find("heart_rate")->at(4) == 104.0);
}
