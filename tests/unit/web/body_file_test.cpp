// SPDX-License-Identifier: MIT
#include "http/body_file.hpp"

#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "support/temporary_folder.hpp"

using namespace tracekit;
using namespace tracekit::web;

TEST_CASE("a body in a file is read in parts, and leaves nothing behind") {
  const test::TemporaryFolder folder;
  const auto place = folder.path() / "uploads";
  BodyFile file(place);
  CHECK(std::filesystem::is_empty(place));
  file.append("hello ");
  file.append("world");
  CHECK(file.size() == 11);
  char buffer[8] = {};
  CHECK(file.read(6, buffer, sizeof buffer) == 5);
  CHECK(std::string(buffer, 5) == "world");
  CHECK(file.read(11, buffer, sizeof buffer) == 0);
}

TEST_CASE("a body for which there is no place is an error in words") {
  CHECK_THROWS_WITH(BodyFile("/proc/nowhere"), Catch::Contains("an upload cannot be kept"));
}
