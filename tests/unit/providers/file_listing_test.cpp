// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "base/error.hpp"
#include "providers/file/listing.hpp"
#include "support/temporary_folder.hpp"

using namespace tracekit;
using file::list_files;
using test::TemporaryFolder;

namespace {

std::vector<std::string> keys_of(const file::Listing& listing) {
  std::vector<std::string> keys;
  for (const file::FoundFile& found : listing.files) {
    keys.push_back(found.key);
  }
  return keys;
}

} // namespace

TEST_CASE("activity files are found by their last ending in any case") {
  CHECK(file::has_activity_name("a.fit"));
  CHECK(file::has_activity_name("A.FIT"));
  CHECK(file::has_activity_name("a.Gpx"));
  CHECK(file::has_activity_name("a.tcx.gz"));
  CHECK(file::has_activity_name("A.FIT.GZ"));
  CHECK(file::has_activity_name("my.fit.gz.bak.fit"));
  CHECK(file::has_activity_name("x.fit.gz.gpx"));
  CHECK_FALSE(file::has_activity_name("a.fit.bak"));
  CHECK_FALSE(file::has_activity_name("a.gz"));
  CHECK_FALSE(file::has_activity_name("a.fit.zip"));
  CHECK_FALSE(file::has_activity_name("fit"));
  CHECK_FALSE(file::has_activity_name("a.json"));
}

TEST_CASE("files are listed at any depth by path, without hidden ones") {
  const TemporaryFolder folder;
  folder.write("b.fit", "1");
  folder.write("2025/08/a.GPX", "22");
  folder.write("2025/notes.txt", "3");
  folder.write(".hidden.fit", "4");
  folder.write(".trash/c.fit", "5");
  folder.write("d.tcx.gz", "");
  const file::Listing listing = list_files(folder.path());
  CHECK(keys_of(listing) == std::vector<std::string>{"2025/08/a.GPX", "b.fit", "d.tcx.gz"});
  CHECK(listing.files[0].stamp == stamp_of(folder / "2025/08/a.GPX"));
  CHECK(listing.files[0].below(folder.path()) == folder / "2025/08/a.GPX");
  CHECK(listing.skipped.empty());
}

TEST_CASE("a folder named like a file, dangling links and rings of links stop nothing") {
  const TemporaryFolder folder;
  folder.write("x.fit/inner.fit", "1");
  folder.write("real.fit", "1");
  std::filesystem::create_symlink("nowhere.fit", folder / "dangling.fit");
  std::filesystem::create_symlink("self.fit", folder / "self.fit");
  std::filesystem::create_directory_symlink("..", folder / "x.fit/ring");
  std::filesystem::create_symlink("real.fit", folder / "link.fit");
  const file::Listing listing = list_files(folder.path());
  CHECK(keys_of(listing) == std::vector<std::string>{"link.fit", "real.fit", "x.fit/inner.fit"});
  CHECK(listing.skipped == std::vector<std::string>{"dangling.fit (a link to nothing)", "self.fit (a link to itself)",
                                                    "x.fit/ring (a link to a folder)"});
}

TEST_CASE("names that are not UTF-8 get keys that are") {
  const TemporaryFolder folder;
  folder.write("Z\xFCrich.fit", "1");
  folder.write("Zürich.fit", "1");
  const file::Listing listing = list_files(folder.path());
  CHECK(keys_of(listing) == std::vector<std::string>{"Z%FCrich.fit", "Zürich.fit"});
  CHECK(listing.files.at(0).below(folder.path()) == folder / "Z\xFCrich.fit");
  CHECK(listing.files.at(1).below(folder.path()) == folder / "Zürich.fit");
}

TEST_CASE("a root that cannot be listed is an error that names it") {
  const TemporaryFolder folder;
  folder.write("file", "1");
  CHECK_THROWS_WITH(list_files(folder / "missing"), Catch::Contains("missing") && Catch::Contains("cannot list"));
  CHECK_THROWS_AS(list_files(folder / "file"), Error);
}

TEST_CASE("a thousand files are listed in milliseconds") {
  const TemporaryFolder folder;
  for (int i = 0; i < 1000; ++i) {
    folder.write(std::to_string(i % 10) + "/" + std::to_string(i) + ".fit", "x");
  }
  auto best = std::chrono::steady_clock::duration::max();
  for (int run = 0; run < 5; ++run) { // a busy machine may spoil single runs
    const auto begin = std::chrono::steady_clock::now();
    REQUIRE(list_files(folder.path()).files.size() == 1000);
    best = std::min(best, std::chrono::steady_clock::now() - begin);
  }
  CHECK(best < std::chrono::milliseconds(100)); // a few on an idle machine, sanitizers and load take their share
}
