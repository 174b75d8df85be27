// SPDX-License-Identifier: MIT
#include "formats/archive/zip_names.hpp"

#include <catch2/catch.hpp>

using namespace tracekit::archive;

TEST_CASE("members of a zip are told by their names") {
  CHECK(zip_member_rank("doc.kml") == 0);
  for (const char* name : {"a.fit", "x/y/b.GPX"}) {
    CHECK(zip_member_rank(name) == 1);
  }
  for (const char* name : {"c.tcx.gz", "d.Fit.bz2"}) {
    CHECK(zip_member_rank(name) == 2);
  }
  for (const char* name : {"inner.zip", "b.kmz"}) {
    CHECK(zip_member_rank(name) == 3);
  }
  for (const char* name : {"a.txt", "__MACOSX/a.fit", "x/._a.fit", "fit", "a.gz", ""}) {
    CHECK_FALSE(zip_member_rank(name));
  }
}
