// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>

#include "base/error.hpp"
#include "base/file.hpp"
#include "formats/archive/archive.hpp"
#include "formats/encode.hpp"
#include "formats/fit/fit.hpp"
#include "support/fit_builder.hpp"
#include "support/fit_messages.hpp"

using namespace tracekit;
namespace type = test::fit_type;
using test::FitBuilder;

namespace {

namespace fs = std::filesystem;

Bytes kept(ByteView source) {
  const WrittenFile written = encode_file(fit::decode(source).recordings, WrittenFormat::fit, source);
  CHECK(written.left_out == std::vector<std::string>{});
  return written.bytes;
}

/// Both files say the same in every field of every message, and the second one is right and has no part without any.
void check_same_messages(ByteView source, ByteView written) {
  std::vector<test::FitPart> before = test::FitMessageReader(source).parts();
  const std::vector<test::FitPart> after = test::FitMessageReader(written).parts();
  std::erase_if(before, [](const test::FitPart& part) { return part.messages.empty(); });
  REQUIRE(after.size() == before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    INFO("part " << i);
    CHECK(after[i].is_right);
    REQUIRE(after[i].messages.size() == before[i].messages.size());
    for (std::size_t k = 0; k < after[i].messages.size(); ++k) {
      if (after[i].messages[k] != before[i].messages[k]) {
        FAIL("message " << k << " of number " << before[i].messages[k].number << " is another one");
      }
    }
  }
}

/// A ride with what recordings have no place for: fields of session, lap, event and device that are not known or not
/// of interest, beats, a message of nobody, text and arrays in samples, and a developer's field in a lap.
FitBuilder ride() {
  FitBuilder file;
  file.file_id();
  file.define(0, 23, {{253, 4, type::uint32}, {0, 1, type::uint8}, {11, 1, type::uint8}, {10, 2, type::uint16z}},
              FitBuilder::Order::big_endian)
      .data(0, {std::int64_t{1000000000}, std::int64_t{3}, std::int64_t{2}, std::int64_t{4711}})
      .define(0, 207, {{1, 16, type::byte}, {3, 1, type::uint8}})
      .data(0, {Bytes(16, 7), std::int64_t{0}})
      .define(0, 206, {{0, 1, type::uint8}, {1, 1, type::uint8}, {2, 1, type::uint8}, {3, 6, type::string}})
      .data(0, {std::int64_t{0}, std::int64_t{5}, std::int64_t{0x84}, std::string("boost")})
      .define(1, 20, {{253, 4, type::uint32}, {3, 1, type::uint8}, {200, 8, type::string}, {69, 2, type::uint8}})
      .data(1, {std::int64_t{1000000000}, std::int64_t{120}, std::string("hello"), Bytes{10, 20}})
      .define(2, 78, {{0, 4, type::uint16}})
      .data(2, {Bytes{0x20, 3, 0xFF, 0xFF}})
      .data(1, {std::int64_t{1000000001}, std::int64_t{121}, std::string(""), Bytes{11, 21}})
      .define(3, 65281, {{9, 3, type::byte}})
      .data(3, {Bytes{1, 2, 3}})
      .define(4, 21,
              {{253, 4, type::uint32}, {0, 1, type::enumeration}, {1, 1, type::enumeration}, {3, 4, type::uint32}})
      .data(4, {std::int64_t{1000000001}, std::int64_t{42}, std::int64_t{3}, std::int64_t{0x01020304}})
      .define(5, 19, {{253, 4, type::uint32}, {2, 4, type::uint32}, {74, 2, type::uint16}},
              FitBuilder::Order::little_endian, {{5, 2, 0, type::uint16}})
      .data(5, {std::int64_t{1000000001}, std::int64_t{1000000000}, std::int64_t{77}, std::int64_t{99}})
      .define(6, 18,
              {{253, 4, type::uint32},
               {2, 4, type::uint32},
               {5, 1, type::enumeration},
               {65, 8, type::uint32},
               {210, 2, type::sint16}},
              FitBuilder::Order::big_endian)
      .data(6, {std::int64_t{1000000001}, std::int64_t{1000000000}, std::int64_t{2}, Bytes{0, 0, 1, 2, 0, 0, 3, 4},
                std::int64_t{-5}});
  return file;
}

std::vector<fs::path> files_of_the_corpus() {
  const char* named = std::getenv("TRACEKIT_CORPUS");
  const fs::path folder =
      named != nullptr ? fs::path(named) : fs::path(TRACEKIT_SOURCE_DIR) / ".." / "shared" / "corpus" / "dev";
  std::vector<fs::path> files;
  std::error_code none;
  for (const auto& entry : fs::recursive_directory_iterator(folder, none)) {
    if (entry.is_regular_file()) {
      files.push_back(entry.path());
    }
  }
  if (files.empty()) {
    WARN("SKIPPED: no corpus; set TRACEKIT_CORPUS to its folder");
  }
  return files;
}

} // namespace

TEST_CASE("a FIT file that is written as FIT keeps every field of every message") {
  const Bytes source = ride().build();
  const Bytes written = kept(source);
  check_same_messages(source, written);
  CHECK(fit::decode(written).recordings == fit::decode(source).recordings);
  SECTION("also when it says no activity") {
    FitBuilder settings;
    settings.file_id(2)
        .define(0, 3, {{0, 8, type::string}, {4, 2, type::uint16}})
        .data(0, {std::string("Eva"), std::int64_t{650}});
    check_same_messages(settings.build(), kept(settings.build()));
  }
  SECTION("and every part of it") {
    Bytes chained = source;
    chained.insert(chained.end(), written.begin(), written.end());
    check_same_messages(chained, kept(chained));
  }
  SECTION("but not definitions that nobody needs") {
    FitBuilder repeated = ride();
    repeated.define(7, 20, {{253, 4, type::uint32}}).define(7, 20, {{253, 4, type::uint32}});
    CHECK(kept(repeated.build()).size() == written.size());
  }
}

TEST_CASE("times of compressed headers become fields when a file is written again") {
  for (const auto order : {FitBuilder::Order::little_endian, FitBuilder::Order::big_endian}) {
    FitBuilder file;
    file.file_id()
        .define(0, 20, {{253, 4, type::uint32}, {3, 1, type::uint8}}, order)
        .define(1, 20, {{3, 1, type::uint8}}, order)
        .compressed(1, 9, {std::int64_t{99}}) // nothing says which time that is
        .data(0, {std::int64_t{1000000028}, std::int64_t{100}})
        .compressed(1, 31, {std::int64_t{101}})
        .data(1, {std::int64_t{102}})
        .compressed(1, 2, {std::int64_t{103}});
    const Bytes source = file.build();
    const Bytes written = kept(source);
    check_same_messages(source, written);
    const auto messages = test::FitMessageReader(written).parts().at(0).messages;
    CHECK(messages.at(1).field(253).empty());
    CHECK(messages.at(4).field(253).empty());
    const ByteView last = messages.at(5).field(253);
    CHECK(Bytes(last.begin(), last.end()) == Bytes{0x22, 0xCA, 0x9A, 0x3B}); // 1000000034: past the end of the 32 s
    CHECK(fit::decode(written).recordings == fit::decode(source).recordings);
  }
}

TEST_CASE("what is broken about a FIT file is mended when it is written again") {
  const FitBuilder whole = ride();
  Bytes cut = whole.build();
  cut.resize(cut.size() - 9); // into the session
  FitBuilder::Options wrong;
  wrong.crc_error = 1;
  wrong.header_crc_error = 1;
  FitBuilder::Options no_size;
  no_size.data_size = 0;
  Bytes followed = whole.build();
  followed.insert(followed.end(), 40, 0x20);
  for (const Bytes& source : {cut, whole.build(wrong), whole.build(no_size), followed}) {
    CHECK_FALSE(fit::decode(source).damage.empty());
    const Bytes written = kept(source);
    CHECK(fit::decode(written).damage == std::vector<std::string>{});
    CHECK(fit::decode(written).recordings == fit::decode(source).recordings);
  }
  // Old short headers and types without the bit for byte order are nothing wrong.
  FitBuilder::Options old;
  old.header_size = 12;
  check_same_messages(whole.build(old), kept(whole.build(old)));
}

TEST_CASE("every FIT file of the corpus keeps its messages when it is written again", "[corpus]") {
  for (const fs::path& path : files_of_the_corpus()) {
    INFO(path.filename().string());
    Bytes source;
    ActivityFile file;
    try {
      source = archive::innermost(read_file(path));
      if (!fit::looks_like_fit(source)) {
        continue;
      }
      file = fit::decode(source);
    } catch (const Error&) { // some are meant to be unreadable
      continue;
    }
    const WrittenFile written = encode_file(file.recordings, WrittenFormat::fit, source);
    CHECK(written.left_out == std::vector<std::string>{});
    check_same_messages(source, written.bytes);
    const ActivityFile again = fit::decode(written.bytes);
    CHECK(again.damage == std::vector<std::string>{});
    CHECK(again.message_counts == file.message_counts);
    CHECK(again.recordings == file.recordings);
  }
}
