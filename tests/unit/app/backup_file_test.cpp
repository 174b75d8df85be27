// SPDX-License-Identifier: MIT
#include "app/backup/backup_file.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "app/backup/scratch_folder.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "support/temporary_folder.hpp"

using namespace tracekit;
using namespace tracekit::app;
namespace fs = std::filesystem;

namespace {

constexpr config::GuessingCost cheap{1, 8};

Secret words() { return Secret(std::string("words")); }

/// A backup of a database and a file, which are no more than a few bytes, unless they are said to be larger.
fs::path a_backup(const test::TemporaryFolder& folder, bool is_encrypted, std::size_t database_bytes = 50) {
  const fs::path path = folder / "all.zip";
  fs::remove(path);
  BackupWriter writer(path, is_encrypted ? std::optional(words()) : std::nullopt, cheap);
  BackupManifest manifest;
  manifest.engine = "sqlite";
  const Bytes database(database_bytes, 'd');
  manifest.files.push_back(writer.add(backup_database_name, folder.write("database", database), [](std::uint64_t) {}));
  manifest.files.push_back(writer.add("activities/1/ride.gpx", as_bytes("a ride"), 1'754'205'300));
  writer.finish(manifest);
  CHECK_FALSE(fs::exists(path));
  writer.keep();
  return path;
}

Bytes content(BackupReader& reader, std::size_t file) {
  Bytes out;
  reader.read(file, [&](ByteView piece) { out.insert(out.end(), piece.begin(), piece.end()); });
  return out;
}

bool is_refused(const test::TemporaryFolder& folder, ByteView bytes) {
  const fs::path path = folder / "bad.zip";
  std::ofstream(path, std::ios::binary) << as_text(bytes); // thousands of times: not flushed to disk
  try {
    BackupReader(path, words, folder.path());
  } catch (const Error& error) {
    return error.kind() == ErrorKind::input && std::string(error.what()).starts_with(path.string());
  }
  return false;
}

} // namespace

TEST_CASE("what was written to a backup is read from it, encrypted or not, and in parts when it is large") {
  const test::TemporaryFolder folder;
  const bool is_encrypted = GENERATE(false, true);
  const std::size_t size = GENERATE(std::size_t{0}, std::size_t{50}, (std::size_t{16} << 20U) + 1);
  BackupReader reader(a_backup(folder, is_encrypted, size), words, folder.path());
  CHECK(reader.was_encrypted() == is_encrypted);
  REQUIRE(reader.manifest().files.size() == 2);
  CHECK(reader.manifest().database().size == size);
  CHECK(reader.manifest().database().parts == (size > 50 ? 2 : 1));
  CHECK(reader.manifest().files[1].path == "activities/1/ride.gpx");
  CHECK(reader.manifest().files[1].modified_s == 1'754'205'300);
  CHECK(content(reader, 0) == Bytes(size, 'd'));
  CHECK(as_text(content(reader, 1)) == "a ride");
}

TEST_CASE("a backup with any changed byte is refused, also one that is cut off or goes on") {
  const test::TemporaryFolder folder;
  const bool is_encrypted = GENERATE(false, true);
  const Bytes good = read_file(a_backup(folder, is_encrypted));
  Bytes bad = good;
  for (std::size_t place = 0; place < good.size(); ++place) {
    // Of an encrypted one the highest bit, lest a number in its beginning asks for much memory.
    bad[place] = static_cast<std::uint8_t>(bad[place] ^ (is_encrypted ? 0x80U : 1U << (place % 8)));
    if (!is_refused(folder, bad)) {
      FAIL("byte " << place << " of " << good.size());
    }
    bad[place] = good[place];
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, good.size() / 2, good.size() - 1}) {
    CHECK(is_refused(folder, ByteView(good).first(size)));
  }
  bad.push_back(0);
  CHECK(is_refused(folder, bad));
}

TEST_CASE("a backup never takes the place of a file, and leaves nothing when it is dropped") {
  const test::TemporaryFolder folder;
  const fs::path path = folder / "all.zip";
  BackupManifest manifest;
  {
    BackupWriter writer(path, std::nullopt);
    manifest.files.push_back(writer.add(backup_database_name, as_bytes("x"), 0));
    writer.finish(manifest);
    folder.write("all.zip", "mine");
    CHECK_THROWS_AS(writer.keep(), Error);
  }
  CHECK_THROWS_AS(BackupWriter(path, std::nullopt), Error);
  CHECK(as_text(read_file(path)) == "mine");
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("a scratch folder goes with its owner, and with the next one when its owner was killed") {
  const test::TemporaryFolder folder;
  const fs::path abandoned = folder.write(".tracekit-scratch-abcdef/file", "x").parent_path();
  fs::path path;
  {
    const ScratchFolder one(folder.path());
    const ScratchFolder other(folder.path());
    path = one.path();
    CHECK(fs::exists(path));
    CHECK(fs::exists(other.path()));
    CHECK_FALSE(fs::exists(abandoned));
  }
  CHECK(fs::is_empty(folder.path()));
}
