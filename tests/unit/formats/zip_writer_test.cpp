// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "formats/archive/archive.hpp"
#include "formats/archive/pack.hpp"
#include "formats/archive/zip_writer.hpp"

using namespace tracekit;

namespace {

Bytes zipped(const std::vector<std::pair<std::string, std::string>>& members) {
  Bytes out;
  archive::ZipWriter zip([&](ByteView piece) { out.insert(out.end(), piece.begin(), piece.end()); });
  for (const auto& [name, content] : members) {
    zip.add(name, as_bytes(content), 1754205300);
  }
  zip.finish();
  return out;
}

} // namespace

TEST_CASE("what a zip writer wrote is unpacked again") {
  const std::string text(100'000, 'x');
  const Bytes zip = zipped({{"ride.gpx", text}});
  CHECK(zip.size() < 1000);
  const archive::Unpacked unpacked = archive::unpack(zip, archive::Container::zip);
  CHECK(as_text(unpacked.bytes) == text);
  CHECK(unpacked.damage.empty());
}

TEST_CASE("a zip archive may be empty, and hold more members than 16 bits can count") {
  CHECK(archive::container_of(zipped({})) == archive::Container::zip);
  std::vector<std::pair<std::string, std::string>> members(70'000, {"a.txt", ""});
  members.emplace_back("ride.gpx", "last");
  const Bytes zip = zipped(members);
  CHECK(as_text(archive::unpack(zip, archive::Container::zip).bytes) == "last");
}

TEST_CASE("gzip comes back as it was") {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{3'000'000}}) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) {
      bytes[i] = static_cast<std::uint8_t>(i * 2654435761U >> 13U);
    }
    const Bytes packed = archive::pack_gzip(bytes);
    CHECK(packed == archive::pack_gzip(bytes));
    if (size > 0) {
      CHECK(archive::unpack(packed, archive::Container::gzip).bytes == bytes);
    }
  }
}
