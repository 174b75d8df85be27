// SPDX-License-Identifier: MIT
#include "formats/decode.hpp"

#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "support/packing.hpp"

using namespace tracekit;

namespace {

const std::string gpx = "<gpx><trk><trkpt lat='1' lon='2'/></trk></gpx>";

Bytes bytes_of(std::string_view text) {
  const ByteView view = as_bytes(text);
  return {view.begin(), view.end()};
}

std::string refusal(std::string_view text, std::string_view name = "ride.gpx") {
  try {
    decode_file(as_bytes(text), name);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::input);
    return error.what();
  }
  return "none";
}

} // namespace

TEST_CASE("the format is told by the content and never by the name") {
  CHECK(decode_file(as_bytes(gpx), "x.fit").format == "gpx");
  CHECK(decode_file(as_bytes("<TrainingCenterDatabase/>"), "x.gpx").format == "tcx");
  CHECK(decode_file(as_bytes("\xEF\xBB\xBF<?xml version='1.0'?><kml/>"), "x").format == "kml");
  CHECK(decode_file(as_bytes(gpx), "x.fit").container.empty());
}

TEST_CASE("packed files are unpacked up to three layers whatever their name") {
  const Bytes once = test::gzip(as_bytes(gpx));
  CHECK(decode_file(once, "my.fit.gz.bak.fit").container == "gzip");
  CHECK(decode_file(test::bzip2(as_bytes(gpx)), "x.gpx").container == "bzip2");
  CHECK(decode_file(test::zip({{"a.gpx", bytes_of(gpx)}}), "x.gpx").container == "zip");
  const Bytes thrice = test::zip({{"inner.zip", test::zip({{"a.gpx.gz", once}})}});
  const ActivityFile file = decode_file(thrice, "x.zip");
  CHECK(file.container == "zip");
  CHECK(file.recordings.size() == 1);
  CHECK_THROWS_WITH(decode_file(test::gzip(thrice), "x.gz"), "x.gz is packed more than 3 times");
}

TEST_CASE("damage of the container comes with the recordings") {
  std::string text = "<gpx><trk>";
  for (int i = 0; i < 20'000; ++i) {
    text += "<trkpt lat='" + std::to_string(i * 7919 % 90) + "' lon='2'/>";
  }
  Bytes cut = test::gzip(as_bytes(text));
  cut.resize(cut.size() / 2);
  const ActivityFile file = decode_file(cut, "x.gpx.gz");
  REQUIRE(file.recordings.size() == 1);
  CHECK(file.damage.size() == 2);
  CHECK(file.damage.front() == "the gzip data are cut off");
}

TEST_CASE("what is no activity file is named for what it is") {
  CHECK(refusal("") == "ride.gpx is empty");
  CHECK(refusal("<!DOCTYPE html><html><body>Sign in</body></html>") ==
        "ride.gpx is an HTML page, not an activity file (perhaps a sign-in page that was saved instead of the file)");
  CHECK(refusal("\xFF\xD8\xFF\xE0 JFIF", "photo.gpx") == "photo.gpx is a JPEG image");
  CHECK(refusal("\x89PNG\r\n") == "ride.gpx is a PNG image");
  CHECK(refusal("%PDF-1.7") == "ride.gpx is a PDF document");
  CHECK(refusal("{\"error\": \"unauthorized\"}") == "ride.gpx is a JSON text");
  CHECK(refusal("Date,Distance\n") == "ride.gpx is a text in another format");
  CHECK(refusal(std::string(100, '\0')) == "ride.gpx is nothing but blanks and zeros");
  CHECK(refusal(std::string("\x01\x02\x00\x03", 4)) == "ride.gpx is not in a format that tracekit knows");
  CHECK(refusal("<rss><channel/></rss>") == "ride.gpx is XML with the root element <rss>, not GPX, TCX or KML");
}

TEST_CASE("errors of a decoder begin with the name of the file once") {
  CHECK(refusal("<gpx><foo") == "ride.gpx is not well-formed GPX: the text ends inside a tag in line 1");
  CHECK(refusal("<!DOCTYPE gpx><gpx/>") ==
        "ride.gpx holds a document type declaration (DOCTYPE), which is refused for safety");
  const std::string packed(as_text(test::gzip(as_bytes("<gpx><foo"))));
  CHECK(refusal(packed, "a.gz") == "a.gz is not well-formed GPX: the text ends inside a tag in line 1");
  CHECK(refusal(std::string("\x0E\x10\0\0\0\0\0\0.FIT", 12), "a.fit").starts_with("a.fit: "));
}
