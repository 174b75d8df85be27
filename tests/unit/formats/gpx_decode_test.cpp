// SPDX-License-Identifier: MIT
#include "formats/gpx/gpx.hpp"

#include <catch2/catch.hpp>

#include "base/error.hpp"

using namespace tracekit;

namespace {

ActivityFile read(const std::string& inner) {
  return gpx::decode(as_bytes("<gpx version='1.1' creator='me'>" + inner + "</gpx>"));
}

Recording track(const std::string& inner) {
  ActivityFile file = read("<trk>" + inner + "</trk>");
  REQUIRE(file.recordings.size() == 1);
  return file.recordings.front();
}

std::string point(const std::string& inner, const std::string& position = "lat='50' lon='8'") {
  return "<trkpt " + position + ">" + inner + "</trkpt>";
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

} // namespace

TEST_CASE("a GPX track has position, altitude and time") {
  const Recording recording =
      track("<name>Morning</name><desc>wet</desc><type>running</type><trkseg>"
            "<trkpt lat='50.0001' lon='8.5'><ele>100.5</ele><time>2025-01-02T03:04:05Z</time></trkpt>"
            "<trkpt lat='50.0002' lon='-8.5'><ele>101</ele><time>2025-01-02T03:04:06.5Z</time></trkpt></trkseg>");
  CHECK(recording.name == "Morning");
  CHECK(recording.description == "wet");
  CHECK(recording.provider_sport == "running");
  CHECK(recording.sport == "running");
  CHECK(values(recording, "latitude") == Values{50.0001, 50.0002});
  CHECK(values(recording, "longitude") == Values{8.5, -8.5});
  CHECK(values(recording, "altitude") == Values{100.5, 101});
  CHECK(recording.streams.time_ms == std::vector<std::int64_t>{1735787045000, 1735787046500});
  CHECK(recording.start_ms == 1735787045000);
  CHECK(recording.first->lat == 50.0001);
  CHECK(recording.last->lon == -8.5);
  CHECK(*recording.totals.elapsed_s == 1.5);
  CHECK(recording.device.software == "me");
}

TEST_CASE("each GPX track is a recording and each segment begins after a gap") {
  const ActivityFile file =
      read("<trk><trkseg>" + point("") + point("") + "</trkseg><trkseg/><trkseg>" + point("") +
           "</trkseg></trk><trk><trkseg>" + point("") + "</trkseg></trk><trk><name>x</name></trk>");
  REQUIRE(file.recordings.size() == 2);
  CHECK(file.recordings[0].streams.size() == 3);
  CHECK(file.recordings[0].streams.segment_starts == std::vector<std::uint32_t>{2});
  CHECK(file.recordings[1].streams.segment_starts.empty());
  CHECK(file.warnings ==
        std::vector<std::string>{"4 track points of 4 without a time", "1 track without points left out"});
  CHECK(file.file_type == "course");
  CHECK(file.damage.empty());
}

TEST_CASE("extension values become channels whoever wrote them") {
  const Recording recording = track(
      "<trkseg>" +
      point("<extensions><g:TrackPointExtension><g:atemp>18.5</g:atemp><g:wtemp>12</g:wtemp><g:depth>3.5</g:depth>"
            "<g:hr>120</g:hr><g:cad>80.0</g:cad><g:speed>3.25</g:speed><g:course>90</g:course><g:bearing>91</g:bearing>"
            "</g:TrackPointExtension><p:PowerExtension><p:PowerInWatts>200</p:PowerInWatts></p:PowerExtension></"
            "extensions>") +
      point("<extensions><power>210</power><hAcc>4.5</hAcc><vAcc>2</vAcc><d:temp>19</d:temp><d:hr>121</d:hr>"
            "<d:cadence>81</d:cadence><d:distance>12.5</d:distance><d:verticalSpeed>0.1</d:verticalSpeed>"
            "<d:seaLevelPressure>1013.2</d:seaLevelPressure><o:gain>1.5</o:gain><o:word>text</o:word></extensions>") +
      "</trkseg>");
  CHECK(values(recording, "temperature") == Values{18.5, 19});
  CHECK(values(recording, "water_temperature") == Values{12, -9999});
  CHECK(values(recording, "depth") == Values{3.5, -9999});
  CHECK(values(recording, "heart_rate") == Values{120, 121});
  CHECK(values(recording, "cadence") == Values{80, 81});
  CHECK(values(recording, "speed") == Values{3.25, -9999});
  CHECK(values(recording, "course") == Values{90, -9999});
  CHECK(values(recording, "bearing") == Values{91, -9999});
  CHECK(values(recording, "power") == Values{200, 210});
  CHECK(values(recording, "horizontal_accuracy") == Values{-9999, 4.5});
  CHECK(values(recording, "vertical_accuracy") == Values{-9999, 2});
  CHECK(values(recording, "distance") == Values{-9999, 12.5});
  CHECK(values(recording, "vertical_speed") == Values{-9999, 0.1});
  CHECK(values(recording, "pressure") == Values{-9999, 1013.2});
  CHECK(values(recording, "gain") == Values{-9999, 1.5});
  CHECK(recording.streams.find("word") == nullptr);
}

TEST_CASE("the same value twice in one GPX point counts once and the first wins") {
  const Recording recording = track(
      "<trkseg>" + point("<extensions><a:hr>120</a:hr><b:hr>130</b:hr><atemp>1</atemp><atemp>2</atemp></extensions>") +
      "</trkseg>");
  CHECK(values(recording, "heart_rate") == Values{120});
  CHECK(values(recording, "temperature") == Values{1});
}

TEST_CASE("standard numbers of a GPX point are channels and its words are not") {
  const Recording recording =
      track("<trkseg>" +
            point("<magvar>1.5</magvar><sat>7</sat><hdop>0.9</hdop><name>12</name><type>3</type>"
                  "<sym>4</sym><fix>3d</fix><link href='x'><text>5</text></link><ele/>") +
            "</trkseg>");
  CHECK(values(recording, "magvar") == Values{1.5});
  CHECK(values(recording, "sat") == Values{7});
  CHECK(values(recording, "hdop") == Values{0.9});
  for (const char* name : {"name", "type", "sym", "fix", "text", "altitude"}) {
    CHECK(recording.streams.find(name) == nullptr);
  }
}

TEST_CASE("GPX points without a usable position stay without one and are reported") {
  const std::string time = "<time>2025-01-02T03:04:05Z</time>";
  const ActivityFile file =
      read("<trk><trkseg>" + point(time, "lat='undefined' lon='undefined'") + point(time, "lat='50'") +
           point(time, "") + point(time, "lat='91' lon='8'") + point(time, "lat='50' lon='8'") + "</trkseg></trk>");
  const Recording& recording = file.recordings.at(0);
  CHECK(values(recording, "latitude") == Values{-9999, -9999, -9999, -9999, 50});
  CHECK(recording.first == Position{50, 8});
  CHECK(file.damage == std::vector<std::string>{"4 track points of 5 without a usable position"});
}

TEST_CASE("GPX routes and waypoints are counted and make no samples") {
  const std::string waypoint = "<wpt lat='1' lon='2'><name>w</name><time>2025-01-02T03:04:05Z</time></wpt>";
  const std::string route =
      "<rte><name>r</name><rtept lat='1' lon='2'/><rtept lat='1' lon='2'><ele>1</ele></rtept></rte>";
  const ActivityFile routes = read(waypoint + route);
  CHECK(routes.file_type == "route");
  CHECK(routes.recordings.empty());
  CHECK(routes.warnings == std::vector<std::string>{"1 route with 2 points left out", "1 waypoint left out"});
  CHECK(read(waypoint).file_type == "waypoints");
  CHECK(read("<metadata><time>2025-01-02T03:04:05Z</time></metadata>").file_type.empty());
  CHECK(read(waypoint + route + "<trk><trkseg>" + point("") + "</trkseg></trk>").recordings.at(0).name.empty());
}

TEST_CASE("the sport of a GPX track may be a number of Strava's") {
  const auto sport = [](const std::string& type) { return track("<type>" + type + "</type>" + point("")).sport; };
  CHECK(sport("1") == "cycling");
  CHECK(sport("9") == "running");
  CHECK(sport("Cycling") == "cycling");
  CHECK(sport("<![CDATA[hiking]]>") == "hiking");
  CHECK(sport("something of their own") == "generic");
  CHECK(track("<type>9</type>" + point("")).provider_sport == "9");
}

TEST_CASE("the type of a link is not the type of a track") {
  const Recording recording = track("<link href='x'><text>t</text><type>text/html</type></link>" + point(""));
  CHECK(recording.provider_sport.empty());
}

TEST_CASE("a lone GPX track without a name takes that of the file") {
  CHECK(read("<metadata><name>File</name></metadata><trk>" + point("") + "</trk>").recordings.at(0).name == "File");
  CHECK(read("<name>Old</name><trk>" + point("") + "</trk>").recordings.at(0).name == "Old");
  CHECK(read("<metadata><author><name>Person</name></author></metadata><trk>" + point("") + "</trk>")
            .recordings.at(0)
            .name.empty());
}

TEST_CASE("GPX distances are those of the positions inside segments") {
  const auto at = [](const std::string& lat, const std::string& distance) {
    return point("<distance>" + distance + "</distance>", "lat='" + lat + "' lon='8'");
  };
  const Recording recording = track("<trkseg>" + at("50", "0") + at("50.001", "500") + "</trkseg><trkseg>" +
                                    at("51", "900") + at("51.001", "1000") + "</trkseg>");
  CHECK(*recording.totals.distance_m == Approx(2 * 111.195).epsilon(1e-4));
}

TEST_CASE("statistics that a program wrote into a GPX track are kept") {
  const Recording recording =
      track("<extensions><s:TrackStatsExtension><s:Distance>1</s:Distance><s:TimerTime>598</s:TimerTime>"
            "<s:MovingTime>583</s:MovingTime><s:MaxSpeed>2.5</s:MaxSpeed><s:Ascent>3.0</s:Ascent>"
            "<s:Descent>0.0</s:Descent></s:TrackStatsExtension></extensions>" +
            point(""));
  CHECK(*recording.totals.timer_s == 598);
  CHECK(*recording.totals.moving_s == 583);
  CHECK(*recording.totals.max_speed_mps == 2.5);
  CHECK(*recording.totals.ascent_m == 3);
  CHECK(*recording.totals.descent_m == 0);
}

TEST_CASE("GPX times without a zone are UTC and those with one tell the place's offset") {
  const ActivityFile without = read("<trk>" + point("<time>2025-01-02T03:04:05</time>") + "</trk>");
  CHECK(without.recordings.at(0).start_ms == 1735787045000);
  CHECK(without.warnings == std::vector<std::string>{"times without a time zone were taken as UTC"});
  CHECK_FALSE(without.recordings.at(0).utc_offset_s);
  const Recording with = track(point("<time>2025-01-02T04:04:05+01:00</time>"));
  CHECK(with.start_ms == 1735787045000);
  CHECK(with.utc_offset_s == 3600);
}

TEST_CASE("a GPX file that breaks off keeps its points and says so") {
  const std::string text =
      "<gpx>\n<trk><trkseg>" + point("<ele>1</ele>") + "<trkpt lat='51' lon='8'><ele>2</ele><time>2025-01-0";
  const ActivityFile file = gpx::decode(as_bytes(text));
  REQUIRE(file.recordings.size() == 1);
  CHECK(values(file.recordings[0], "altitude") == Values{1, 2});
  CHECK(file.damage == std::vector<std::string>{
                           "the XML breaks off: the text ends inside <time> in line 2; what came before was read"});
}

TEST_CASE("a GPX file of which nothing can be read is refused") {
  CHECK_THROWS_WITH(gpx::decode(as_bytes("<gpx><foo")), "is not well-formed GPX: the text ends inside a tag in line 1");
  CHECK_THROWS_WITH(gpx::decode(as_bytes("<html/>")), "is XML with the root element <html>, not GPX");
  CHECK_THROWS_AS(gpx::decode({}), Error);
  CHECK_THROWS_AS(gpx::decode(as_bytes("<!DOCTYPE gpx [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><gpx>&a;</gpx>")),
                  Error);
}

TEST_CASE("GPX works without namespace, declaration or segments and with undeclared prefixes") {
  const ActivityFile file = gpx::decode(as_bytes(
      "<x:gpx><x:trk><x:trkpt lat='1' lon='2'><q:hr>+ 1</q:hr><q:cad> +90 </q:cad></x:trkpt></x:trk></x:gpx>"));
  REQUIRE(file.recordings.size() == 1);
  CHECK(values(file.recordings[0], "cadence") == Values{90});
  CHECK(file.recordings[0].streams.find("heart_rate") == nullptr);
}
