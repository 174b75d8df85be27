// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <set>
#include <string>

#include "match/codes.hpp"

using namespace tracekit::match;

TEST_CASE("texts have the same code when they are the same") {
  const std::string letters = "Sunday ride along the river";
  std::set<Code> codes;
  for (std::size_t length = 1; length <= letters.size(); ++length) {
    const std::string text = letters.substr(0, length);
    CHECK(code_of(text) == code_of(std::string(text)));
    codes.insert(code_of(text));
  }
  CHECK(codes.size() == letters.size());
}

TEST_CASE("every letter of a text counts, wherever it stands") {
  for (const std::size_t length : {1U, 3U, 4U, 7U, 8U, 9U, 16U, 23U}) {
    const std::string text(length, 'a');
    for (std::size_t i = 0; i < length; ++i) {
      std::string other = text;
      other[i] = 'b';
      INFO(length << " letters, the one at " << i);
      CHECK(code_of(other) != code_of(text));
      CHECK(loose_code_of(other) != loose_code_of(text));
    }
  }
}

TEST_CASE("nothing and `generic` have no code") {
  CHECK(code_of("") == 0);
  CHECK(code_of("generic") == 0);
  CHECK(code_of("generi") != 0);
}

TEST_CASE("a loose code does not mind the case of ASCII letters") {
  CHECK(loose_code_of("Morning Ride") == loose_code_of("mORNING rIDE"));
  CHECK(loose_code_of("@[`{") != loose_code_of("`{@["));
  CHECK(loose_code_of("ÜBER") != loose_code_of("über"));
  CHECK(code_of("Ride") != code_of("ride"));
}
