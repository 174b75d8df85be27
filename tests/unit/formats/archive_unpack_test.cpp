// SPDX-License-Identifier: MIT
#include "formats/archive/archive.hpp"

#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "support/packing.hpp"

using namespace tracekit;
using archive::Container;

namespace {

Bytes bytes_of(std::string_view text) {
  const ByteView view = as_bytes(text);
  return {view.begin(), view.end()};
}

archive::Unpacked unpack(const Bytes& packed, const archive::Limits& limits = {}) {
  return archive::unpack(packed, archive::container_of(packed), limits);
}

std::string text_of(const Bytes& packed) { return std::string(as_text(unpack(packed).bytes)); }

/// Text that does not compress away, so that it can be cut in the middle.
std::string long_text() {
  std::string text;
  unsigned random = 1;
  for (int i = 0; i < 100'000; ++i) {
    random = random * 1664525U + 1013904223U;
    text += static_cast<char>('a' + (random >> 24U) % 26U);
  }
  return text;
}

} // namespace

TEST_CASE("containers are told by their first bytes") {
  CHECK(archive::container_of(test::gzip(as_bytes("x"))) == Container::gzip);
  CHECK(archive::container_of(test::bzip2(as_bytes("x"))) == Container::bzip2);
  CHECK(archive::container_of(test::zip({{"a", {}}})) == Container::zip);
  CHECK(archive::container_of(test::zip({})) == Container::zip);
  CHECK(archive::container_of(as_bytes("BZhello")) == Container::none);
  CHECK(archive::container_of(as_bytes("PKxx")) == Container::none);
  CHECK(archive::container_of({}) == Container::none);
  CHECK(archive::to_string(Container::none).empty());
}

TEST_CASE("gzip and bzip2 give back what was packed, several streams joined") {
  const std::string text = long_text();
  CHECK(text_of(test::gzip(as_bytes(text))) == text);
  CHECK(text_of(test::bzip2(as_bytes(text))) == text);
  for (const auto& pack : {test::gzip, test::bzip2}) {
    Bytes two = pack(as_bytes("one "));
    const Bytes second = pack(as_bytes("two"));
    two.insert(two.end(), second.begin(), second.end());
    CHECK(text_of(two) == "one two");
  }
}

TEST_CASE("a cut or damaged gzip keeps what came before and says so") {
  const Bytes whole = test::gzip(as_bytes(long_text()));
  Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(whole.size() / 2));
  CHECK(unpack(cut).damage == std::vector<std::string>{"the gzip data are cut off"});
  CHECK(unpack(cut).bytes.size() > 30'000);
  Bytes wrong_sum = whole;
  wrong_sum[wrong_sum.size() - 6] ^= 1U;
  CHECK(unpack(wrong_sum).damage == std::vector<std::string>{"the gzip data are damaged"});
  CHECK(unpack(wrong_sum).bytes.size() == 100'000);
  CHECK_THROWS_WITH(unpack(Bytes(whole.begin(), whole.begin() + 12)), "is gzip data that are cut off");
  CHECK_THROWS_WITH(unpack(bytes_of("\x1F\x8B nothing of the kind")), "is damaged gzip data");
  Bytes padded = whole;
  padded.resize(padded.size() + 512);
  CHECK(unpack(padded).warnings.empty());
  padded.back() = 1;
  CHECK(unpack(padded).warnings == std::vector<std::string>{"bytes behind the gzip data left out"});
}

TEST_CASE("a cut bzip2 is reported") {
  Bytes cut = test::bzip2(as_bytes(long_text()));
  cut.resize(cut.size() / 2);
  CHECK_THROWS_WITH(unpack(cut), "is bzip2 data that are cut off");
  Bytes damaged = test::bzip2(as_bytes(long_text()));
  damaged[100] ^= 0xFFU;
  CHECK_THROWS_WITH(unpack(damaged), "is damaged bzip2 data");
  Bytes second_damaged = test::bzip2(as_bytes("first"));
  const Bytes rest = test::bzip2(as_bytes("second"));
  second_damaged.insert(second_damaged.end(), rest.begin(), rest.end() - 5);
  CHECK(unpack(second_damaged).damage.size() == 1);
}

TEST_CASE("the first activity file of a zip is taken and rubbish is passed over") {
  const auto chosen = [](const std::vector<std::string>& names) {
    std::vector<std::pair<std::string, Bytes>> members;
    for (const std::string& name : names) {
      members.emplace_back(name, bytes_of(name));
    }
    return text_of(test::zip(members));
  };
  CHECK(chosen({"readme.txt", "__MACOSX/._a.gpx", "__MACOSX/a.gpx", "x/._a.gpx", "x/a.GPX", "b.fit"}) == "x/a.GPX");
  CHECK(chosen({"images/icon.kml", "doc.kml"}) == "doc.kml");
  CHECK(chosen({"a.fit.gz", "b.tcx"}) == "b.tcx");
  CHECK(chosen({"a.txt.gz", "inner.zip", "b.fit.gz"}) == "b.fit.gz");
  CHECK(chosen({"a.txt", "inner.kmz"}) == "inner.kmz");
  CHECK_THROWS_WITH(chosen({"a.txt", "b.jpg"}), "is a zip archive without a FIT, GPX, TCX or KML file inside");
  CHECK_THROWS_WITH(chosen({}), "is a zip archive without a FIT, GPX, TCX or KML file inside");
}

TEST_CASE("a zip with several activity files says which was read") {
  const archive::Unpacked unpacked =
      unpack(test::zip({{"a.gpx", bytes_of("1")}, {"b.gpx", bytes_of("2")}, {"c.txt", {}}, {"d.fit", bytes_of("3")}}));
  CHECK(unpacked.warnings == std::vector<std::string>{"only a.gpx of 3 activity files in the archive was read"});
}

TEST_CASE("a zip that holds more than the file that is taken is known") {
  const auto holds_several = [](const std::vector<std::string>& names) {
    std::vector<std::pair<std::string, Bytes>> members;
    for (const std::string& name : names) {
      members.emplace_back(name, bytes_of(name));
    }
    return archive::holds_several_activities(test::zip(members));
  };
  CHECK(holds_several({"a.fit", "b.fit"}));
  CHECK(holds_several({"a.fit", "b.gpx.gz"}));
  CHECK(holds_several({"inner.zip"}));
  CHECK_FALSE(holds_several({"a.fit", "readme.txt", "__MACOSX/._a.fit"}));
  CHECK_FALSE(holds_several({"images/icon.kml", "doc.kml", "more.zip"}));
  CHECK_FALSE(holds_several({"readme.txt"}));
  CHECK_FALSE(archive::holds_several_activities(test::gzip(as_bytes("x"))));
  CHECK_FALSE(archive::holds_several_activities(bytes_of("PK\x03\x04 and no more")));
}

TEST_CASE("a damaged zip is refused or reported") {
  Bytes archive = test::zip({{"a.gpx", bytes_of("hello")}});
  Bytes cut(archive.begin(), archive.end() - 10);
  CHECK_THROWS_WITH(unpack(cut), Catch::StartsWith("is a damaged zip archive ("));
  archive[36] ^= 1U; // inside the content: its checksum is wrong now
  CHECK(unpack(archive).damage == std::vector<std::string>{"a.gpx is damaged inside the zip archive"});
}

TEST_CASE("unpacking stops at the limits") {
  const Bytes zeros(4U << 20U, 0);
  const archive::Limits small{1U << 20U, 1'000'000, 1U << 30U};
  const archive::Limits ratio{1U << 30U, 100, 1U << 20U};
  for (const Bytes& packed : {test::gzip(zeros), test::bzip2(zeros)}) {
    CHECK_THROWS_WITH(unpack(packed, small), "unpacks to more than 1 MiB, which is refused");
    CHECK_THROWS_WITH(unpack(packed, ratio), "unpacks to more than 100 times its size, which is refused");
    CHECK(unpack(packed).bytes == zeros);
  }
  CHECK_THROWS_AS(unpack(test::zip({{"a.fit", zeros}}), small), Error);
}

TEST_CASE("all layers of packing are taken off, but not more than a file may have") {
  Bytes packed = bytes_of("inside");
  for (int layers = 0; layers <= archive::most_layers; ++layers) {
    CHECK(as_text(archive::innermost(packed)) == "inside");
    packed = test::gzip(packed);
  }
  CHECK(archive::container_of(archive::innermost(packed)) == Container::gzip);
}

TEST_CASE("what is not packed cannot be unpacked") {
  CHECK_THROWS_AS(archive::unpack(as_bytes("plain"), Container::none, {}), Error);
}
