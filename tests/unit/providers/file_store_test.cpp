// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <filesystem>

#include "base/hash.hpp"
#include "providers/file/file_provider.hpp"
#include "providers/file/folder_writer.hpp"
#include "providers/file/listing.hpp"
#include "sample_files.hpp"
#include "support/packing.hpp"
#include "support/recording_sink.hpp"
#include "support/temporary_folder.hpp"

using namespace tracekit;
using file::safe_file_name;
using test::a_gpx;

namespace {

namespace fs = std::filesystem;

struct Setup {
  test::TemporaryFolder folder;
  test::ProviderWorld world;
  fs::path root = folder / "files";
  std::unique_ptr<Provider> provider = file::make(world.context({{"path", root.string()}}, folder.path()));

  std::vector<PulledRecord> store(const std::string& name, std::string_view content) {
    return provider->file_storer()->store(name, as_bytes(content));
  }
  std::vector<std::string> stored() {
    std::vector<std::string> keys;
    for (const file::FoundFile& found : file::list_files(root).files) {
      keys.push_back(found.key);
    }
    return keys;
  }
};

} // namespace

TEST_CASE("names of stored files are safe and end as activity files do") {
  CHECK(safe_file_name("ride.fit", ".fit") == "ride.fit");
  CHECK(safe_file_name("../../etc/passwd", ".fit") == "passwd.fit");
  CHECK(safe_file_name("..\\..\\evil.gpx", ".gpx") == "evil.gpx");
  CHECK(safe_file_name("/", ".gpx") == "activity.gpx");
  CHECK(safe_file_name("..", ".gpx") == "activity.gpx");
  CHECK(safe_file_name(".hidden.fit", ".fit") == "hidden.fit");
  CHECK(safe_file_name("a b:c*?.tcx", ".tcx") == "a-b-c--.tcx");
  CHECK(safe_file_name(std::string("nul\0byte.fit", 12), ".fit") == "nul-byte.fit");
  CHECK(safe_file_name("123.zip", ".fit") == "123.zip.fit");
  CHECK(safe_file_name("123", ".fit.gz") == "123.fit.gz");
  const std::string longest = safe_file_name(std::string(5000, 'x') + ".fit.gz", ".fit.gz");
  CHECK(longest.size() == 120);
  CHECK(longest.ends_with("x.fit.gz"));
}

TEST_CASE("a stored file is what the folder then lists") {
  Setup a;
  const auto records = a.store("ride.gpx", a_gpx());
  REQUIRE(records.size() == 1);
  CHECK(records[0].record.key.id == sha256_hex(as_bytes(a_gpx())));
  CHECK(records[0].recording->streams.size() == 5);
  test::PulledState state;
  state.pull(*a.provider);
  REQUIRE(state.records.size() == 1);
  CHECK(state.records.begin()->second == records[0].record);
  CHECK(a.stored() == std::vector<std::string>{"ride.gpx"});
}

TEST_CASE("storing never overwrites") {
  Setup a;
  const std::string other = a_gpx("2025-08-04T07:00:00Z");
  const std::string third = a_gpx("2025-08-05T07:00:00Z");
  a.store("ride.gpx", a_gpx());
  a.store("ride.gpx", other);
  a.store("ride.gpx", third);
  CHECK(a.stored() == std::vector<std::string>{"ride-2.gpx", "ride-3.gpx", "ride.gpx"});
  CHECK(as_text(read_file(a.root / "ride.gpx")) == a_gpx());
  CHECK(as_text(read_file(a.root / "ride-2.gpx")) == other);
}

TEST_CASE("a taken name of a packed file is numbered before both endings") {
  Setup a;
  const Bytes one = test::gzip(as_bytes(a_gpx()));
  const Bytes two = test::gzip(as_bytes(a_gpx("2025-08-04T07:00:00Z")));
  a.store("ride.gpx.gz", as_text(one));
  a.store("ride.gpx.gz", as_text(two));
  CHECK(a.stored() == std::vector<std::string>{"ride-2.gpx.gz", "ride.gpx.gz"});
}

TEST_CASE("the same content is stored once, under whatever name") {
  Setup a;
  const auto first = a.store("ride.gpx", a_gpx());
  const auto again = a.store("another.gpx", a_gpx());
  CHECK(a.stored() == std::vector<std::string>{"ride.gpx"});
  REQUIRE(again.size() == 1);
  CHECK(again[0].record.key == first[0].record.key);
}

TEST_CASE("content that lies deeper in the folder is not stored again, but what was removed since is") {
  Setup a;
  a.folder.write("files/2024/old.gpx", a_gpx());
  a.store("ride.gpx", a_gpx());
  CHECK(a.stored() == std::vector<std::string>{"2024/old.gpx"});
  fs::remove(a.root / "2024/old.gpx");
  a.store("ride.gpx", a_gpx());
  CHECK(a.stored() == std::vector<std::string>{"ride.gpx"});
}

TEST_CASE("a file is had by where it was read, as long as it is there as it was") {
  Setup a;
  a.store("ride.gpx", a_gpx());
  const std::string id = sha256_hex(as_bytes(a_gpx()));
  REQUIRE(file::file_at(a.root, "ride.gpx", id));
  CHECK(as_text(*file::file_at(a.root, "ride.gpx", id + "#1")) == a_gpx());
  CHECK_FALSE(file::file_at(a.root, "other.gpx", id));
  a.store("packed.gpx.gz", as_text(test::gzip(as_bytes(a_gpx("2025-08-04T07:00:00Z")))));
  const std::string unpacked = a_gpx("2025-08-04T07:00:00Z");
  CHECK(as_text(*file::file_at(a.root, "packed.gpx.gz", sha256_hex(as_bytes(unpacked)))) == unpacked);
  a.folder.write("files/ride.gpx", a_gpx("2025-08-05T07:00:00Z"));
  CHECK_FALSE(file::file_at(a.root, "ride.gpx", id));
}

TEST_CASE("a dangling link is not written through") {
  Setup a;
  fs::create_directories(a.root);
  fs::create_symlink(a.folder / "outside.gpx", a.root / "ride.gpx");
  a.store("ride.gpx", a_gpx());
  CHECK_FALSE(fs::exists(a.folder / "outside.gpx"));
  CHECK(a.stored() == std::vector<std::string>{"ride-2.gpx"});
}

TEST_CASE("what cannot be read or holds no activity is not stored") {
  Setup a;
  CHECK_THROWS_WITH(a.store("page.fit", "<html>not found</html>"), Catch::Contains("page.fit"));
  CHECK_THROWS_WITH(a.store("course.tcx", test::a_tcx_course()), Catch::Contains("no activity"));
  CHECK_FALSE(fs::exists(a.root));
}

TEST_CASE("storing leaves nothing but the file behind") {
  Setup a;
  a.store("ride.gpx", a_gpx());
  a.store("ride.gpx", a_gpx("2025-08-04T07:00:00Z"));
  CHECK(std::distance(fs::directory_iterator(a.root), fs::directory_iterator()) == 2);
}

TEST_CASE("the original of a record can be had by its id") {
  Setup a;
  const Bytes brick = test::a_fit(1'754'204'400, 2).build();
  a.store("ride.gpx", a_gpx());
  a.store("brick.fit", as_text(brick));
  const std::string id = sha256_hex(brick);
  CHECK(a.provider->file_source()->download(id + "#1") == brick);
  CHECK(a.provider->fetcher()->fetch(id + "#1")->start == 1'754'205'060);
  CHECK_FALSE(a.provider->fetcher()->fetch(id + "#2"));
  CHECK_FALSE(a.provider->fetcher()->fetch(id + "#-1"));
  CHECK_FALSE(a.provider->fetcher()->fetch("00"));
  SECTION("also after the file was moved") {
    fs::rename(a.root / "brick.fit", a.root / "moved.fit");
    CHECK(a.provider->file_source()->download(id) == brick);
  }
  SECTION("but not after it was removed or overwritten") {
    a.folder.write("files/brick.fit", a_gpx("2025-08-05T07:00:00Z"));
    CHECK_FALSE(a.provider->fetcher()->fetch(id));
    CHECK_THROWS_WITH(a.provider->file_source()->download(id), Catch::Contains("no longer"));
  }
}
