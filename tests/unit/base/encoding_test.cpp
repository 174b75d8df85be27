// SPDX-License-Identifier: MIT
#include "base/encoding.hpp"

#include <catch2/catch.hpp>

using namespace tracekit;

namespace {

std::string decoded(std::string_view text) {
  const auto bytes = base64_decoded(text);
  return bytes ? std::string(as_text(*bytes)) : "nothing";
}

} // namespace

TEST_CASE("base64 is read in both alphabets with and without padding") {
  for (const std::string text : {"", "f", "fo", "foo", "foob", "fooba", "foobar", "\xff\xfe?>~"}) {
    CHECK(decoded(base64(as_bytes(text))) == text);
    CHECK(decoded(base64_url(as_bytes(text))) == text);
  }
  CHECK(decoded("Zm9v\nYmFy\n") == "foobar");
}

TEST_CASE("what is not base64 is nothing") {
  for (const char* text : {"Z", "Zm9vY", "Zm9v!", "Zm=v", "Zg=", "Z===", "{}"}) {
    CHECK(decoded(text) == "nothing");
  }
}

TEST_CASE("secrets are the same when all of their bytes are") {
  CHECK(same_secret("", ""));
  CHECK(same_secret("token", "token"));
  for (const char* other : {"", "t", "toke", "tokem", "Token", "token ", "tokentoken"}) {
    CHECK_FALSE(same_secret("token", other));
    CHECK_FALSE(same_secret(other, "token"));
  }
}

TEST_CASE("random bytes are as many as asked for and never the same") {
  CHECK(random_bytes(0).empty());
  CHECK(random_bytes(300).size() == 300);
  CHECK(random_bytes(32) != random_bytes(32));
}
