// SPDX-License-Identifier: MIT
#include "config/encryption.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/spool_file.hpp"

using namespace tracekit;
using namespace tracekit::config;

namespace {

constexpr GuessingCost cheap{1, 8};
constexpr std::size_t chunk_bytes = std::size_t{64} << 10U;

Bytes encrypted(const std::vector<std::size_t>& pieces, const std::string& passphrase = "words") {
  Bytes out;
  Encryption encryption(
      Secret(std::string(passphrase)), [&](ByteView piece) { out.insert(out.end(), piece.begin(), piece.end()); },
      cheap);
  std::uint8_t byte = 0;
  for (const std::size_t size : pieces) {
    encryption.write(Bytes(size, byte++));
  }
  encryption.finish();
  return out;
}

Bytes decrypted(ByteView bytes, const std::string& passphrase = "words") {
  const FileHandle file = make_spool_file(std::filesystem::temp_directory_path());
  std::fwrite(bytes.data(), 1, bytes.size(), file.get());
  std::rewind(file.get());
  Bytes out;
  decrypt(file.get(), Secret(std::string(passphrase)),
          [&](ByteView piece) { out.insert(out.end(), piece.begin(), piece.end()); });
  return out;
}

std::string refusal(ByteView bytes, const std::string& passphrase = "words") {
  try {
    decrypted(bytes, passphrase);
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

} // namespace

TEST_CASE("what was encrypted comes back, whatever pieces it came in") {
  for (const std::vector<std::size_t>& pieces : std::vector<std::vector<std::size_t>>{
           {}, {1}, {chunk_bytes}, {chunk_bytes, 1}, {3, chunk_bytes, chunk_bytes - 3}, {5 * chunk_bytes + 7}}) {
    Bytes plain;
    std::uint8_t byte = 0;
    for (const std::size_t size : pieces) {
      plain.insert(plain.end(), size, byte++);
    }
    CHECK(decrypted(encrypted(pieces)) == plain);
  }
}

TEST_CASE("the same under the same passphrase is never the same twice, and tells by its beginning what it is") {
  const Bytes one = encrypted({100});
  CHECK(one != encrypted({100}));
  CHECK(is_encrypted(ByteView(one).first(encrypted_beginning_bytes)));
  CHECK_FALSE(is_encrypted(ByteView(one).first(encrypted_beginning_bytes - 1)));
  CHECK_FALSE(is_encrypted(as_bytes("PK\x03\x04")));
}

TEST_CASE("another passphrase opens nothing") {
  CHECK(refusal(encrypted({10}), "Words") == "does not open with this passphrase");
  CHECK(refusal(encrypted({10}), "") == "does not open with this passphrase");
}

TEST_CASE("every changed byte is noticed, and what is missing, added or exchanged") {
  const Bytes good = encrypted({100});
  for (std::size_t place = 0; place < good.size(); ++place) {
    Bytes bad = good;
    bad[place] ^= 0x80U;
    INFO(place);
    CHECK(refusal(bad) != "none");
  }
  for (std::size_t size = 0; size < good.size(); ++size) {
    CHECK(refusal(ByteView(good).first(size)) != "none");
  }
  Bytes longer = good;
  longer.push_back(0);
  CHECK(refusal(longer) != "none");

  const Bytes three = encrypted({3 * chunk_bytes});
  const std::size_t sealed_chunk = chunk_bytes + 17;
  const std::size_t head = three.size() - 3 * sealed_chunk;
  Bytes exchanged(three.begin(), three.begin() + static_cast<std::ptrdiff_t>(head));
  for (const std::size_t chunk : std::vector<std::size_t>{1, 0, 2}) {
    const auto begin = three.begin() + static_cast<std::ptrdiff_t>(head + chunk * sealed_chunk);
    exchanged.insert(exchanged.end(), begin, begin + static_cast<std::ptrdiff_t>(sealed_chunk));
  }
  CHECK(refusal(exchanged) != "none");
  CHECK(refusal(ByteView(three).first(head + 2 * sealed_chunk)) == "is damaged or cut off");
}
