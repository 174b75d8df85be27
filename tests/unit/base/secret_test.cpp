// SPDX-License-Identifier: MIT
#include "base/secret.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

namespace {

using tracekit::Secret;

template <typename T>
concept Streamable = requires(std::ostream& out, const T& value) { out << value; };

static_assert(Streamable<std::string>);
static_assert(!Streamable<Secret>);
static_assert(fmt::is_formattable<std::string>::value);
static_assert(!fmt::is_formattable<Secret>::value);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<std::string, Secret>);
static_assert(!std::is_constructible_v<nlohmann::json, Secret>);

/// The bytes of an object after its end.
template <typename Make> std::string remains(Make make) {
  alignas(Secret) std::array<std::byte, sizeof(Secret)> memory{};
  Secret* secret = make(memory.data());
  std::destroy_at(secret);
  std::string text(memory.size(), '\0');
  std::memcpy(text.data(), memory.data(), memory.size());
  return text;
}

} // namespace

TEST_CASE("a secret gives its text only when asked to reveal it") {
  const Secret secret("hunter2");
  CHECK(secret.reveal() == "hunter2");
  CHECK_FALSE(secret.empty());
  CHECK(Secret().empty());
}

TEST_CASE("copies of a secret stand on their own") {
  Secret copy;
  {
    const Secret first("a text too long to be stored within the string object");
    copy = first;
  }
  CHECK(copy.reveal() == "a text too long to be stored within the string object");
  const Secret moved = std::move(copy);
  CHECK(moved.reveal() == "a text too long to be stored within the string object");
}

TEST_CASE("a secret that ends leaves no text behind") {
  const std::string left = remains([](std::byte* place) { return new (place) Secret("hunter2"); });
  CHECK(left.find("hunter") == std::string::npos);
  CHECK(left.find("unter2") == std::string::npos);
}

TEST_CASE("a text that is wiped is empty, and its memory as well") {
  for (std::string text : {std::string("hunter2"), std::string(100, 'x')}) {
    const std::size_t size = text.size();
    const char* bytes = text.data();
    tracekit::wipe(text);
    CHECK(text.empty());
    CHECK(text.data() == bytes);
    CHECK(std::all_of(bytes, bytes + size, [](char byte) { return byte == '\0'; }));
  }
}
