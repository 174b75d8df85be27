// SPDX-License-Identifier: MIT
#include "formats/archive/zip_names.hpp"

#include <catch2/catch.hpp>

using namespace tracekit::archive;

TEST_CASE("members of a zip are told by their names") {
  for (const char* name : {"a.fit", "x/y/b.GPX", "c.tcx.gz", "d.Fit.bz2", "doc.kml"}) {
    CHECK(is_activity_name(name));
  }
  for (const char* name : {"a.txt", "__MACOSX/a.fit", "x/._a.fit", "inner.zip", "b.kmz", "fit", "a.gz", ""}) {
    CHECK_FALSE(is_activity_name(name));
  }
}
