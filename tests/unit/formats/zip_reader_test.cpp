// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <cstdio>

#include "base/error.hpp"
#include "formats/archive/zip_reader.hpp"
#include "formats/archive/zip_writer.hpp"
#include "support/packing.hpp"
#include "support/temporary_folder.hpp"

using namespace tracekit;

namespace {

FileHandle opened(ByteView bytes) {
  const test::TemporaryFolder folder;
  return open_for_reading(folder.write("archive.zip", bytes)); // stays open when the folder goes
}

Bytes written(const std::vector<std::pair<std::string, std::string>>& members) {
  Bytes out;
  archive::ZipWriter zip([&](ByteView piece) { out.insert(out.end(), piece.begin(), piece.end()); });
  for (const auto& [name, content] : members) {
    zip.add(name, as_bytes(content), 0);
  }
  zip.finish();
  return out;
}

std::string text_of(archive::ZipReader& zip, std::size_t member) {
  return std::string(as_text(zip.read(member, 1 << 20)));
}

} // namespace

TEST_CASE("members are read in any order, whole or only their beginning") {
  archive::ZipReader zip(opened(written({{"a/one.gpx", "first"}, {"two", std::string(5000, 'x')}})));
  REQUIRE(zip.members().size() == 2);
  CHECK(zip.damage().empty());
  CHECK(text_of(zip, 1) == std::string(5000, 'x'));
  CHECK(text_of(zip, 0) == "first");
  CHECK(as_text(zip.peek(1, 3)) == "xxx");
  CHECK_THROWS_WITH(zip.read(1, 100), Catch::Contains("which is refused"));
}

TEST_CASE("an archive without its list gives what is whole") {
  const Bytes whole = written({{"one", "first"}, {"two", std::string(5000, 'x')}, {"three", "third"}});
  const std::string_view text = as_text(whole);
  const std::size_t third = text.find("PK\x03\x04", text.find("two"));
  for (const std::size_t size : {third + 3, third + 30, third + 34, whole.size() - 10}) {
    archive::ZipReader zip(opened(ByteView(whole).subspan(0, size)));
    CHECK_THAT(zip.damage(), Catch::Contains("the archive ends early"));
    REQUIRE(zip.members().size() >= 2);
    CHECK(text_of(zip, 0) == "first");
    CHECK(text_of(zip, 1) == std::string(5000, 'x'));
  }
}

TEST_CASE("stored members are read without the list as well") {
  const Bytes whole = test::zip({{"one", {'a', 'b'}}, {"two", {'c'}}});
  archive::ZipReader zip(opened(ByteView(whole).subspan(0, whole.size() - 22)));
  REQUIRE(zip.members().size() == 2);
  CHECK(text_of(zip, 0) == "ab");
  CHECK(text_of(zip, 1) == "c");
}

TEST_CASE("names that lead out of the archive are refused") {
  const Bytes bytes =
      written({{"../a", "x"}, {"/b", "x"}, {"c/../../d", "x"}, {"e\\..\\f", "x"}, {"C:g", "x"}, {"..h", "x"}});
  archive::ZipReader zip(opened(bytes));
  REQUIRE(zip.members().size() == 6);
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK_THAT(zip.members()[i].refusal, Catch::Contains("leads out of the archive"));
    CHECK_THROWS_WITH(zip.read(i, 100), Catch::Contains("leads out of the archive"));
  }
  CHECK(text_of(zip, 5) == "x");
}

TEST_CASE("what is no archive is refused") {
  for (const char* text : {"", "hello", "PK"}) {
    CHECK_THROWS_AS(archive::ZipReader(opened(as_bytes(text))), Error);
  }
}

TEST_CASE("absurd numbers of members are refused before any is looked at") {
  const std::vector<std::pair<std::string, std::string>> members(250'001, {"a", ""});
  CHECK_THROWS_WITH(archive::ZipReader(opened(written(members))), Catch::Contains("lists more than 250000 files"));
}
