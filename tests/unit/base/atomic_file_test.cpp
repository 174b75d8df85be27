// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <unistd.h>

#include "base/atomic_file.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "support/temporary_folder.hpp"

using namespace tracekit;
namespace fs = std::filesystem;

namespace {

std::string text_of(const fs::path& path) { return std::string(as_text(read_file(path))); }

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

} // namespace

TEST_CASE("a file appears when it is whole") {
  const test::TemporaryFolder folder;
  const fs::path path = folder.path() / "out.zip";
  {
    AtomicFile file(path, AtomicFile::Existing::keep);
    file.write(as_bytes("one "));
    file.write(as_bytes("two"));
    CHECK_FALSE(fs::exists(path));
    CHECK(file.finish());
  }
  CHECK(text_of(path) == "one two");
  CHECK(entries(folder.path()) == 1);
}

TEST_CASE("a file that is dropped leaves nothing") {
  const test::TemporaryFolder folder;
  {
    AtomicFile(folder.path() / "out", AtomicFile::Existing::replace).write(as_bytes("half"));
  }
  CHECK(entries(folder.path()) == 0);
}

TEST_CASE("what is there is kept or replaced, as asked") {
  const test::TemporaryFolder folder;
  const fs::path path = folder.path() / "out";
  write_file_atomically(path, as_bytes("old"));
  AtomicFile keeping(path, AtomicFile::Existing::keep);
  keeping.write(as_bytes("new"));
  CHECK_FALSE(keeping.finish());
  CHECK(text_of(path) == "old");
  AtomicFile replacing(path, AtomicFile::Existing::replace);
  replacing.write(as_bytes("new"));
  CHECK(replacing.finish());
  CHECK(text_of(path) == "new");
}

TEST_CASE("what killed writers left of wanted names is removed, and what is written, or not ours, stays") {
  const test::TemporaryFolder folder;
  const auto path_of = [&](const std::string& name) { return folder.path() / name; };
  const AtomicFile written(path_of("copy-2"), AtomicFile::Existing::keep);
  for (const char* other : {".copy-1.tmp-backup", ".copy-1.tmp-12-af", ".copy-1.tmp-12-af-0-1", ".copy-1.tmp-12-af-",
                            ".tmp-12-af-0", "copy-1.tmp-12-af-0", ".mine.tmp-12-af-0"}) {
    write_file_atomically(path_of(other), as_bytes("x"));
  }
  fs::create_directory(path_of(".copy-3.tmp-12-af-0"));
  fs::create_symlink("nowhere", path_of(".copy-4.tmp-12-af-0"));
  const std::size_t others = entries(folder.path());
  // The number of a process may belong to another one by now.
  write_file_atomically(path_of(".copy-1.tmp-" + std::to_string(::getpid()) + "-af-0"), as_bytes("x"));
  write_file_atomically(path_of(".copy-1.tmp-12-af-1"), as_bytes("x"));
  remove_unfinished_files(folder.path(), [](const std::string& name) { return name.starts_with("copy-"); });
  CHECK(entries(folder.path()) == others);
  CHECK(fs::exists(written.unfinished_path()));
  remove_unfinished_files(folder.path() / "missing", [](const std::string&) { return true; });
}

TEST_CASE("a folder that is not there is named") {
  CHECK_THROWS_WITH(AtomicFile("/nowhere/out", AtomicFile::Existing::keep), Catch::Contains("/nowhere/out"));
}

TEST_CASE("two files exchange their names") {
  const test::TemporaryFolder folder;
  write_file_atomically(folder.path() / "one", as_bytes("1"));
  write_file_atomically(folder.path() / "two", as_bytes("2"));
  CHECK(exchange_names(folder.path() / "one", folder.path() / "two"));
  CHECK(text_of(folder.path() / "one") == "2");
  CHECK(text_of(folder.path() / "two") == "1");
  CHECK_THROWS_AS(exchange_names(folder.path() / "one", folder.path() / "none"), Error);
  CHECK(text_of(folder.path() / "one") == "2");
}
