// SPDX-License-Identifier: MIT
#include "base/file.hpp"

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "base/error.hpp"

namespace {

namespace fs = std::filesystem;
using namespace tracekit;

class Folder {
public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "tracekit-file-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] fs::path operator/(const char* name) const { return path_ / name; }
  [[nodiscard]] std::size_t count() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
  }
  [[nodiscard]] fs::path only() const { return fs::directory_iterator(path_)->path(); }

private:
  fs::path path_;
};

std::string content_of(const fs::path& path) { return std::string(as_text(read_file(path))); }

unsigned mode_of(const fs::path& path) { return static_cast<unsigned>(fs::status(path).permissions()); }

/// Whether a process has opened something in a folder, named or not.
bool has_open_file_in(pid_t process, const fs::path& folder) {
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator("/proc/" + std::to_string(process) + "/fd", problem)) {
    if (fs::read_symlink(entry.path(), problem).string().starts_with(folder.string())) {
      return true;
    }
  }
  return false;
}

template <typename Call> std::string sentence_of(Call call) {
  try {
    call();
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::input);
    return error.what();
  }
  return "no error";
}

} // namespace

TEST_CASE("what is written is read") {
  const Folder folder;
  const std::string text("zero\0byte\xFF", 10);
  write_file_atomically(folder / "a", as_bytes(text));
  CHECK(content_of(folder / "a") == text);
  write_file_atomically(folder / "a", {});
  CHECK(content_of(folder / "a").empty());
  CHECK(folder.count() == 1);
}

TEST_CASE("a file that is replaced keeps its mode") {
  const Folder folder;
  write_file_atomically(folder / "a", as_bytes("one"));
  fs::permissions(folder / "a", fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  write_file_atomically(folder / "a", as_bytes("two"), 0644);
  CHECK(mode_of(folder / "a") == 0640);
  CHECK(content_of(folder / "a") == "two");
}

TEST_CASE("a new file has the mode asked for as far as the umask allows") {
  const Folder folder;
  const mode_t before = ::umask(077);
  write_file_atomically(folder / "private", as_bytes("x"), 0644);
  ::umask(022);
  write_file_atomically(folder / "public", as_bytes("x"), 0644);
  write_file_atomically(folder / "secret", as_bytes("x"), 0600);
  ::umask(before);
  CHECK(mode_of(folder / "private") == 0600);
  CHECK(mode_of(folder / "public") == 0644);
  CHECK(mode_of(folder / "secret") == 0600);
}

TEST_CASE("writing through a link replaces what it points to") {
  const Folder folder;
  fs::create_directory(folder / "real");
  write_file_atomically(folder / "real" / "log.xlsx", as_bytes("one"));
  fs::create_symlink("real/log.xlsx", folder / "log.xlsx");
  write_file_atomically(folder / "log.xlsx", as_bytes("two"));
  CHECK(fs::is_symlink(folder / "log.xlsx"));
  CHECK(content_of(folder / "real" / "log.xlsx") == "two");
}

TEST_CASE("a write that fails names the file and leaves nothing behind") {
  const Folder folder;
  CHECK(sentence_of([&] { write_file_atomically(folder / "no" / "such" / "file", as_bytes("x")); }) ==
        "cannot write " + (folder / "no" / "such" / "file").string() + ": No such file or directory");
  fs::create_directory(folder / "taken");
  CHECK(sentence_of([&] { write_file_atomically(folder / "taken", as_bytes("x")); }) ==
        "cannot write " + (folder / "taken").string() + ": Is a directory");
  CHECK(folder.count() == 1);
}

TEST_CASE("a file is written under a new name only where the name is free") {
  const Folder folder;
  CHECK(write_new_file_atomically(folder / "a", as_bytes("one")));
  CHECK_FALSE(write_new_file_atomically(folder / "a", as_bytes("two")));
  fs::create_symlink("nothing", folder / "b");
  CHECK_FALSE(write_new_file_atomically(folder / "b", as_bytes("two")));
  CHECK(content_of(folder / "a") == "one");
  CHECK(folder.count() == 2);
}

TEST_CASE("what a killed writer left is hidden, and removed by the next writer of the same name") {
  const Folder folder;
  const Bytes endless(1U << 28U);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    write_file_atomically(folder / "a.fit", endless);
    ::_exit(0);
  }
  while (folder.count() == 0) {
    std::this_thread::yield();
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  REQUIRE(folder.count() == 1);
  CHECK(folder.only().filename().string().starts_with(".a.fit.tmp-"));
  write_file_atomically(folder / "a.fit", as_bytes("whole"));
  CHECK(folder.count() == 1);
  CHECK(content_of(folder / "a.fit") == "whole");
}

TEST_CASE("a killed writer of a new name leaves nothing") {
  const Folder folder;
  const Bytes endless(1U << 28U);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    write_new_file_atomically(folder / "a.fit", endless);
    ::_exit(0);
  }
  while (!has_open_file_in(child, folder / "")) {
    std::this_thread::yield();
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  CHECK(folder.count() == 0);
  CHECK(write_new_file_atomically(folder / "a.fit", as_bytes("whole")));
  CHECK(content_of(folder / "a.fit") == "whole");
}

TEST_CASE("a reader sees the old or the new content while a file is replaced") {
  const Folder folder;
  const std::string old_text(200'000, 'o');
  const std::string new_text(150'000, 'n');
  write_file_atomically(folder / "a", as_bytes(old_text));
  std::thread writer([&] {
    for (int i = 0; i < 20; ++i) {
      write_file_atomically(folder / "a", as_bytes(i % 2 == 0 ? new_text : old_text));
    }
  });
  int mixtures = 0;
  for (int i = 0; i < 200; ++i) {
    const std::string seen = content_of(folder / "a");
    mixtures += seen == old_text || seen == new_text ? 0 : 1;
  }
  writer.join();
  CHECK(mixtures == 0);
}

TEST_CASE("many writers of one file leave one whole content") {
  const Folder folder;
  std::vector<std::thread> writers;
  for (char letter = 'a'; letter < 'e'; ++letter) {
    writers.emplace_back([&, letter] {
      for (int i = 0; i < 10; ++i) {
        write_file_atomically(folder / "a", as_bytes(std::string(10'000, letter)));
      }
    });
  }
  for (std::thread& writer : writers) {
    writer.join();
  }
  const std::string text = content_of(folder / "a");
  REQUIRE(text.size() == 10'000);
  CHECK(text == std::string(10'000, text.front()));
  CHECK(folder.count() == 1);
}

TEST_CASE("what is no regular file is refused by name, without waiting for it") {
  const Folder folder;
  fs::create_directory(folder / "x.fit");
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  fs::create_symlink("nowhere", folder / "dangling");
  for (const char* name : {"x.fit", "pipe"}) {
    const std::string expected = "cannot read " + (folder / name).string() + ": not a regular file";
    CHECK(sentence_of([&] { read_file(folder / name); }) == expected);
    CHECK(sentence_of([&] { stamp_of(folder / name); }) == expected);
  }
  for (const char* name : {"dangling", "missing"}) {
    const std::string expected = "cannot read " + (folder / name).string() + ": No such file or directory";
    CHECK(sentence_of([&] { read_file(folder / name); }) == expected);
    CHECK(sentence_of([&] { stamp_of(folder / name); }) == expected);
  }
}

TEST_CASE("a file above the limit is refused before it is read") {
  const Folder folder;
  write_file_atomically(folder / "a", as_bytes("12345"));
  CHECK(read_file(folder / "a", 5).size() == 5);
  CHECK(sentence_of([&] { read_file(folder / "a", 4); }) ==
        "cannot read " + (folder / "a").string() + ": 5 bytes are more than the limit of 4");
}

TEST_CASE("a stamp changes when a file is replaced, and not when it is read") {
  const Folder folder;
  write_file_atomically(folder / "a", as_bytes("one"));
  const FileStamp first = stamp_of(folder / "a");
  CHECK(first.size == 3);
  content_of(folder / "a");
  CHECK(stamp_of(folder / "a") == first);
  write_file_atomically(folder / "a", as_bytes("two"));
  CHECK_FALSE(stamp_of(folder / "a") == first);
}

TEST_CASE("the stamp of a link is that of its file") {
  const Folder folder;
  write_file_atomically(folder / "a", as_bytes("one"));
  fs::create_symlink("a", folder / "b");
  CHECK(stamp_of(folder / "b") == stamp_of(folder / "a"));
}
