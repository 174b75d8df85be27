// SPDX-License-Identifier: MIT
#include "config/sealed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <vector>

#include "config/secret_key.hpp"
#include "config_support.hpp"

using namespace tracekit;
using namespace tracekit::config;
using namespace tracekit::config::testing;

namespace {

constexpr const char* hex_key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
constexpr const char* base64_key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

SecretKey fixed_key() { return SecretKey::parse(hex_key, "test"); }

Bytes unhex(std::string_view text) {
  Bytes out;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    out.push_back(static_cast<std::uint8_t>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16)));
  }
  return out;
}

bool contains(const Bytes& bytes, std::string_view text) { return as_text(bytes).find(text) != std::string_view::npos; }

} // namespace

TEST_CASE("a sealed secret opens again with its key and place") {
  const SecretKey key = SecretKey::random();
  for (const std::string& text :
       {std::string("hunter2"), std::string(), std::string(100'000, 'x'), std::string("a\0b", 3)}) {
    const Bytes sealed = seal(key, "user 1|strava|refresh_token", Secret(text));
    CHECK(open(key, "user 1|strava|refresh_token", sealed).reveal() == text);
    CHECK(sealed.size() == text.size() + 2 + 4 + 24 + 16);
  }
}

TEST_CASE("a sealed secret tells its format and key, and hides its text") {
  const SecretKey key = fixed_key();
  const Bytes sealed = seal(key, "place", Secret("hunter2 hunter2 hunter2"));
  CHECK(sealed[0] == 1);
  CHECK(sealed[1] == 1);
  CHECK(sealed_with(sealed) == key.id());
  CHECK_FALSE(contains(sealed, "hunter2"));
  CHECK_FALSE(contains(sealed, "place"));
}

TEST_CASE("sealing twice gives different bytes") {
  const SecretKey key = fixed_key();
  std::set<Bytes> seen;
  for (int i = 0; i < 100; ++i) {
    seen.insert(seal(key, "place", Secret("hunter2")));
  }
  CHECK(seen.size() == 100);
}

TEST_CASE("a sealed secret does not open in another place") {
  const SecretKey key = fixed_key();
  const Bytes sealed = seal(key, "user 1|strava", Secret("hunter2"));
  for (const char* place : {"", "user 2|strava", "user 1|garmin", "user 1|strava "}) {
    CHECK(refusal([&] { open(key, place, sealed); }) ==
          "a stored secret was changed or belongs to another place, and was not opened");
  }
}

TEST_CASE("a sealed secret does not open with any one bit changed") {
  const SecretKey key = fixed_key();
  const Bytes sealed = seal(key, "place", Secret("hunter2"));
  int opened = 0;
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    Bytes changed = sealed;
    changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << (bit % 8)));
    try {
      open(key, "place", changed);
      ++opened;
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::config);
    }
  }
  CHECK(opened == 0);
}

TEST_CASE("a sealed secret that is cut off is refused at every length") {
  const SecretKey key = fixed_key();
  const Bytes sealed = seal(key, "place", Secret("hunter2"));
  for (std::size_t length = 0; length < sealed.size(); ++length) {
    CAPTURE(length);
    const ByteView part = ByteView(sealed).first(length);
    CHECK(refusal([&] { open(key, "place", part); }) != "no error");
  }
}

TEST_CASE("another key is named by its id") {
  const Bytes sealed = seal(fixed_key(), "place", Secret("hunter2"));
  const SecretKey other = SecretKey::random();
  CHECK(refusal([&] { open(other, "place", sealed); }).starts_with("a stored secret was sealed with another key ("));
  CHECK(refusal([&] { open(other, "place", sealed); }).find(hex_key) == std::string::npos);
}

TEST_CASE("while keys are rotated old secrets open with the old key") {
  const std::vector<SecretKey> keys{SecretKey::random(), fixed_key(), SecretKey::random()};
  CHECK(open(keys, "place", seal(fixed_key(), "place", Secret("hunter2"))).reveal() == "hunter2");
  CHECK(open(keys, "place", seal(keys[2], "place", Secret("hunter3"))).reveal() == "hunter3");
}

TEST_CASE("what was sealed before still opens") {
  // Made by another implementation from bytes 0..31 as key and 64..87 as nonce.
  const Bytes sealed = unhex(
      "0101eef96ae4404142434445464748494a4b4c4d4e4f5051525354555657bc4c6b04b5924b7ba2f5e4876f612737d164cc48851b15");
  CHECK(open(fixed_key(), "user 1|strava|refresh_token", sealed).reveal() == "hunter2");
}

TEST_CASE("an unknown version or algorithm is told of") {
  Bytes sealed = seal(fixed_key(), "place", Secret("hunter2"));
  sealed[0] = 2;
  CHECK(refusal([&] { open(fixed_key(), "place", sealed); }) ==
        "a stored secret has the format 2.1, which this version does not know");
  sealed[0] = 1;
  sealed[1] = 9;
  CHECK(refusal([&] { open(fixed_key(), "place", sealed); }) ==
        "a stored secret has the format 1.9, which this version does not know");
}

TEST_CASE("a key is read as hexadecimal digits or base64") {
  const SecretKey::Id id = fixed_key().id();
  CHECK(SecretKey::parse(base64_key, "x").id() == id);
  CHECK(SecretKey::parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", "x").id() == id);
  CHECK(SecretKey::parse(std::string(" ") + hex_key + "\n", "x").id() == id);
  CHECK(SecretKey::parse("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", "x").id() == id);
  const std::string other_alphabet = "-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_-_8";
  CHECK(SecretKey::parse(other_alphabet, "x").id() ==
        SecretKey::parse("+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/8=", "x").id());
  CHECK(fixed_key().to_hex().reveal() == hex_key);
  CHECK(SecretKey::random().id() != SecretKey::random().id());
}

TEST_CASE("what is no key of 32 bytes is refused without quoting it") {
  for (const std::string& text :
       {std::string(), std::string("hunter2"), std::string(hex_key).substr(2), std::string(hex_key) + "00",
        std::string(hex_key).replace(10, 1, "g"), std::string("AAECAwQF"), std::string(base64_key) + "AAAA",
        std::string(64, ' '), std::string(1000, 'a')}) {
    CAPTURE(text);
    CHECK(refusal([&] { SecretKey::parse(text, "TRACEKIT_SECRET_KEY"); }) ==
          "TRACEKIT_SECRET_KEY: expected a key of 32 bytes as hexadecimal digits or base64");
  }
}

TEST_CASE("the key comes from the environment first, and then no key file is made") {
  const Folder folder;
  const Environment plain = with({{"TRACEKIT_SECRET_KEY", hex_key}});
  CHECK(installation_keys(plain, folder / "data").front().id() == fixed_key().id());
  const Environment file = with({{"TRACEKIT_SECRET_KEY_FILE", folder.write("key", std::string(base64_key) + "\n")}});
  CHECK(installation_keys(file, folder / "data").front().id() == fixed_key().id());
  CHECK_FALSE(std::filesystem::exists(folder / "data"));
  const Environment both = with({{"TRACEKIT_SECRET_KEY", hex_key}, {"TRACEKIT_SECRET_KEY_FILE", folder / "key"}});
  CHECK(refusal([&] { installation_keys(both, folder / "data"); }) ==
        "TRACEKIT_SECRET_KEY and TRACEKIT_SECRET_KEY_FILE are both set");
}

TEST_CASE("a key file is made private on first use and used from then on") {
  namespace fs = std::filesystem;
  const Folder folder;
  const mode_t before = ::umask(0);
  const SecretKey first = installation_keys(Environment(), folder / "a/data").front();
  ::umask(before);
  CHECK(fs::status(folder / "a/data/secret.key").permissions() == fs::perms(0600));
  CHECK(fs::status(folder / "a/data").permissions() == fs::perms(0700));
  CHECK(folder.read("a/data/secret.key").size() == 65);
  CHECK(installation_keys(Environment(), folder / "a/data").front().id() == first.id());
  CHECK(std::distance(fs::directory_iterator(folder / "a/data"), fs::directory_iterator()) == 1);
  CHECK(make_key_file(folder / "a/data/secret.key").front().id() == first.id());
}

TEST_CASE("many first uses at once agree on one key") {
  const Folder folder;
  std::vector<SecretKey::Id> ids(16);
  std::vector<std::thread> threads;
  for (SecretKey::Id& id : ids) {
    threads.emplace_back([&] { id = installation_keys(Environment(), folder / "data").front().id(); });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(std::set<SecretKey::Id>(ids.begin(), ids.end()).size() == 1);
}

TEST_CASE("a key file that others may read or write is refused") {
  const Folder folder;
  const std::string path = folder.write("secret.key", hex_key);
  for (const unsigned mode : {0640U, 0604U, 0620U, 0660U, 0644U}) {
    std::filesystem::permissions(path, std::filesystem::perms(mode));
    CHECK(refusal([&] { installation_keys(Environment(), folder.path()); }) ==
          "the key file " + path + " is open to others");
    CHECK(hint([&] { installation_keys(Environment(), folder.path()); }) == "run chmod 600 " + path);
  }
  std::filesystem::permissions(path, std::filesystem::perms(0400));
  CHECK(installation_keys(Environment(), folder.path()).front().id() == fixed_key().id());
}

TEST_CASE("a key file that is damaged is not replaced") {
  const Folder folder;
  const std::string path = folder.write("secret.key", "");
  CHECK(refusal([&] { installation_keys(Environment(), folder.path()); }) ==
        path + ": expected a key of 32 bytes as hexadecimal digits or base64");
  CHECK(folder.read("secret.key").empty());
  std::filesystem::remove(path);
  std::filesystem::create_symlink("nowhere", path);
  CHECK(refusal([&] { installation_keys(Environment(), folder.path()); }) ==
        "cannot read the key file " + path + ": No such file or directory");
}

TEST_CASE("while keys are changed there are several, which all open") {
  const Folder folder;
  const std::string path = folder / "secret.key";
  const SecretKey old = fixed_key();
  const SecretKeys both{old, SecretKey::random()};
  write_key_file(path, both);
  CHECK(std::filesystem::status(path).permissions() == std::filesystem::perms(0600));
  const SecretKeys read = read_key_file(path);
  REQUIRE(read.size() == 2);
  CHECK(read.front().name() == old.name());
  for (const SecretKey& key : both) {
    CHECK(open(read, "place", seal(key, "place", Secret("hunter2"))).reveal() == "hunter2");
  }
  const Environment environment = with({{"TRACEKIT_SECRET_KEY", fmt::format("{},{}", hex_key, base64_key)}});
  CHECK(installation_keys(environment, folder.path()).size() == 2);
  CHECK(refusal([&] { parse_keys(std::string(hex_key) + "\nno key\n", "file"); }) ==
        "file: expected a key of 32 bytes as hexadecimal digits or base64");
}
