// SPDX-License-Identifier: MIT
#include "formats/kml/kml.hpp"

#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "formats/kml/coordinates.hpp"

using namespace tracekit;

namespace {

ActivityFile read(const std::string& inner) {
  return kml::decode(as_bytes("<kml><Document><name>File</name>" + inner + "</Document></kml>"));
}

Recording placemark(const std::string& inner) {
  ActivityFile file = read("<Folder><Placemark>" + inner + "</Placemark></Folder>");
  REQUIRE(file.recordings.size() == 1);
  return file.recordings.front();
}

std::vector<double> values(const Recording& recording, std::string_view name) {
  const Channel* channel = recording.streams.find(name);
  std::vector<double> out;
  for (std::size_t i = 0; channel != nullptr && i < channel->values.size(); ++i) {
    out.push_back(channel->at(i).value_or(-9999));
  }
  return out;
}

using Values = std::vector<double>;
using Times = std::vector<std::int64_t>;

constexpr std::int64_t start = 1735787045000;
const std::string when0 = "<when>2025-01-02T03:04:05Z</when>";
const std::string when1 = "<when>2025-01-02T03:04:06Z</when>";
const std::string when2 = "<when>2025-01-02T03:04:07Z</when>";

} // namespace

TEST_CASE("a KML line is a track without times") {
  const Recording recording =
      placemark("<name>Loop</name><LineString><coordinates>\n +008.5,+48.25,768\n<!-- bat -->8.75,48.5\n"
                "9,49,0 </coordinates></LineString>");
  CHECK(recording.name == "Loop");
  CHECK(values(recording, "longitude") == Values{8.5, 8.75, 9});
  CHECK(values(recording, "latitude") == Values{48.25, 48.5, 49});
  CHECK(values(recording, "altitude") == Values{768, -9999, 0});
  CHECK(recording.streams.time_ms == Times{no_value, no_value, no_value});
  CHECK_FALSE(recording.start_ms);
}

TEST_CASE("lists of a KML track are paired by position whether interleaved or not") {
  const std::string c0 = "<gx:coord>8 48 100</gx:coord>";
  const std::string c1 = "<gx:coord>8.5 48.5 101.5</gx:coord>";
  for (const std::string& order : {when0 + when1 + c0 + c1, when0 + c0 + when1 + c1, c0 + c1 + when0 + when1}) {
    const Recording recording = placemark("<gx:Track>" + order + "</gx:Track>");
    CHECK(recording.streams.time_ms == Times{start, start + 1000});
    CHECK(values(recording, "longitude") == Values{8, 8.5});
    CHECK(values(recording, "latitude") == Values{48, 48.5});
    CHECK(values(recording, "altitude") == Values{100, 101.5});
  }
}

TEST_CASE("an empty KML coordinate is a pause and keeps the times right") {
  const Recording recording =
      placemark("<gx:MultiTrack><gx:Track>" + when0 + when1 + when2 + "<when>2025-01-02T03:04:08Z</when>" +
                "<gx:coord/><gx:coord>8 48</gx:coord><gx:coord></gx:coord><gx:coord>8 49</gx:coord>"
                "</gx:Track></gx:MultiTrack>");
  CHECK(recording.streams.time_ms == Times{start + 1000, start + 3000});
  CHECK(recording.streams.segment_starts == std::vector<std::uint32_t>{1});
  CHECK(recording.start_ms == start);
  CHECK(*recording.totals.elapsed_s == 3);
  CHECK(*recording.totals.distance_m == 0);
}

TEST_CASE("unequal KML lists are paired as far as both go") {
  const ActivityFile file =
      read("<Placemark><Track>" + when0 + "<coord>8 48</coord><coord>8 49</coord></Track></Placemark>");
  CHECK(file.recordings.at(0).streams.size() == 1);
  CHECK(file.warnings == std::vector<std::string>{"1 coordinate without a time left out"});
  CHECK(placemark("<Track>" + when0 + when1 + "<coord>8 48</coord></Track>").streams.size() == 1);
  CHECK(placemark("<Track><coord>8 48</coord><coord>8 49</coord></Track>").streams.size() == 2);
}

TEST_CASE("sensor arrays of a KML track become channels") {
  const Recording recording = placemark(
      "<Data name='type'><value>running</value></Data><Track>" + when0 + when1 +
      "<coord>8 48</coord><coord>8 49</coord><ExtendedData><SchemaData>"
      "<gx:SimpleArrayData name='heart_rate'><gx:value>120</gx:value><gx:value>121</gx:value></gx:SimpleArrayData>"
      "<gx:SimpleArrayData name='Cadence'><gx:value/><gx:value>80</gx:value></gx:SimpleArrayData>"
      "<gx:SimpleArrayData name='own "
      "thing'><gx:value>1.5</gx:value></gx:SimpleArrayData></SchemaData></ExtendedData></Track>");
  CHECK(values(recording, "heart_rate") == Values{120, 121});
  CHECK(values(recording, "cadence") == Values{-9999, 80});
  CHECK(values(recording, "own_thing") == Values{1.5, -9999});
  CHECK(recording.provider_sport == "running");
  CHECK(recording.sport == "running");
}

TEST_CASE("members of a multi-track or multi-geometry are segments of one recording") {
  const std::string track =
      "<gx:Track>" + when0 + when1 + "<gx:coord>8 48</gx:coord><gx:coord>8 48.1</gx:coord></gx:Track>";
  const Recording tracks = placemark("<gx:MultiTrack>" + track + track + "</gx:MultiTrack>");
  CHECK(tracks.streams.size() == 4);
  CHECK(tracks.streams.segment_starts == std::vector<std::uint32_t>{2});
  const std::string line = "<LineString><coordinates>8,48 8,49</coordinates></LineString>";
  const Recording lines = placemark("<MultiGeometry>" + line + line + "</MultiGeometry>");
  CHECK(lines.streams.segment_starts == std::vector<std::uint32_t>{2});
}

TEST_CASE("each KML placemark with a line is a recording and others are not") {
  const std::string line = "<Placemark><LineString><coordinates>8,48 8,49</coordinates></LineString></Placemark>";
  const ActivityFile file =
      read(line +
           "<Placemark><Point><coordinates>1,2</coordinates></Point></"
           "Placemark><Placemark><Polygon><outerBoundaryIs><LinearRing>"
           "<coordinates>1,2 3,4</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>" +
           line);
  CHECK(file.recordings.size() == 2);
  CHECK(file.file_type == "course");
  CHECK(file.warnings == std::vector<std::string>{"1 waypoint left out"});
  CHECK(read("<Placemark><Point><coordinates>1,2</coordinates></Point></Placemark>").file_type == "waypoints");
  CHECK(read("").file_type.empty());
  CHECK(read(line).recordings.at(0).name == "File");
}

TEST_CASE("the time span of a KML placemark is that of its line") {
  const Recording recording =
      placemark("<TimeSpan><begin>2025-01-02T03:04:05Z</begin><end>2025-01-02T03:14:05Z</end></TimeSpan>"
                "<LineString><coordinates>8,48 8,49</coordinates></LineString>");
  CHECK(recording.start_ms == start);
  CHECK(*recording.totals.elapsed_s == 600);
}

TEST_CASE("unusable KML coordinates are left out and reported") {
  const ActivityFile file =
      read("<Placemark><LineString><coordinates>8,48 x,y 8,95 8 9,48</coordinates></LineString></Placemark>");
  CHECK(values(file.recordings.at(0), "longitude") == Values{8, 9});
  CHECK(file.damage == std::vector<std::string>{"3 unusable positions left out"});
}

TEST_CASE("KML tuples may have blanks around their commas") {
  std::string_view text = " 8 , 48, 1\n9,49 ";
  const auto first = kml::take_tuple(text);
  REQUIRE(first);
  CHECK(first->longitude == 8 * xml::picodegrees_per_degree);
  CHECK(first->latitude == 48 * xml::picodegrees_per_degree);
  CHECK(first->altitude.value() == 1);
  CHECK(kml::take_tuple(text)->longitude == 9 * xml::picodegrees_per_degree);
  CHECK_FALSE(kml::take_tuple(text));
  std::string_view odd = ",,,";
  CHECK_FALSE(kml::take_tuple(odd)->usable());
  CHECK(odd.empty());
  CHECK_FALSE(kml::parse_coord("").usable());
  CHECK(kml::parse_coord("8,48,1").usable());
}

TEST_CASE("a KML file that breaks off keeps its points and says so") {
  const ActivityFile file =
      kml::decode(as_bytes("<kml><Placemark><gx:Track>" + when0 + "<gx:coord>8 48</gx:coord><gx:co"));
  REQUIRE(file.recordings.size() == 1);
  CHECK(file.recordings[0].streams.size() == 1);
  CHECK(file.damage.size() == 1);
  CHECK_THROWS_AS(kml::decode(as_bytes("<kml><Placemark>")), Error);
  CHECK_THROWS_AS(kml::decode(as_bytes("<gpx/>")), Error);
}
