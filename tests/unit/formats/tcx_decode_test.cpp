// SPDX-License-Identifier: MIT
#include "formats/tcx/tcx.hpp"

#include <catch2/catch.hpp>

#include "base/error.hpp"

using namespace tracekit;

namespace {

ActivityFile read(const std::string& inner) {
  return tcx::decode(as_bytes("<TrainingCenterDatabase>" + inner + "</TrainingCenterDatabase>"));
}

ActivityFile activities(const std::string& inner) { return read("<Activities>" + inner + "</Activities>"); }

Recording activity(const std::string& inner) {
  ActivityFile file = activities("<Activity Sport='Running'><Id>2025-01-02T03:04:05Z</Id>" + inner + "</Activity>");
  REQUIRE(file.recordings.size() == 1);
  return file.recordings.front();
}

std::string lap(const std::string& inner, const std::string& start = "2025-01-02T03:04:05Z") {
  return "<Lap StartTime='" + start + "'>" + inner + "</Lap>";
}

std::string point(const std::string& inner) { return "<Trackpoint>" + inner + "</Trackpoint>"; }

std::string position(const std::string& lat, const std::string& lon) {
  return "<Position><LatitudeDegrees>" + lat + "</LatitudeDegrees><LongitudeDegrees>" + lon +
         "</LongitudeDegrees></Position>";
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

TEST_CASE("a TCX trackpoint carries everything that devices write") {
  const Recording recording = activity(lap(
      "<Track>" +
      point(
          "<Time>2025-01-02T03:04:05Z</Time>" + position("50.5", "-8.25") +
          "<AltitudeMeters>100.25</AltitudeMeters><DistanceMeters>1.5</DistanceMeters><HeartRateBpm><Value>120</Value>"
          "</HeartRateBpm><Cadence>80</Cadence><SensorState>Present</SensorState><Extensions><n:TPX "
          "CadenceSensor='Bike'>"
          "<n:Speed>3.5</n:Speed><n:Watts>200</n:Watts></n:TPX></Extensions>") +
      point("<Time>2025-01-02T03:04:06Z</Time><Extensions><TPX "
            "xmlns='x'><RunCadence>85</RunCadence><Other>7</Other></TPX>"
            "</Extensions>") +
      "</Track>"));
  CHECK(recording.streams.time_ms == std::vector<std::int64_t>{1735787045000, 1735787046000});
  CHECK(values(recording, "latitude") == Values{50.5, -9999});
  CHECK(values(recording, "longitude") == Values{-8.25, -9999});
  CHECK(values(recording, "altitude") == Values{100.25, -9999});
  CHECK(values(recording, "distance") == Values{1.5, -9999});
  CHECK(values(recording, "heart_rate") == Values{120, -9999});
  CHECK(values(recording, "cadence") == Values{80, 85});
  CHECK(values(recording, "speed") == Values{3.5, -9999});
  CHECK(values(recording, "power") == Values{200, -9999});
  CHECK(recording.streams.channels.size() == 8);
}

TEST_CASE("TCX totals are sums and largest values over all laps, never those of the first lap") {
  const Recording recording =
      activity(lap("<TotalTimeSeconds>100</TotalTimeSeconds><DistanceMeters>8046.72</DistanceMeters><MaximumSpeed>5</"
                   "MaximumSpeed>"
                   "<Calories>50</Calories><AverageHeartRateBpm><Value>120</Value></"
                   "AverageHeartRateBpm><MaximumHeartRateBpm><Value>150"
                   "</Value></MaximumHeartRateBpm><Intensity>Active</Intensity><Cadence>80</"
                   "Cadence><TriggerMethod>Distance</TriggerMethod>") +
               lap("<TotalTimeSeconds>300.5</TotalTimeSeconds><DistanceMeters>1000</DistanceMeters><MaximumSpeed>4</"
                   "MaximumSpeed>"
                   "<Calories>70</Calories><AverageHeartRateBpm><Value>160</Value></"
                   "AverageHeartRateBpm><MaximumHeartRateBpm><Value>140"
                   "</Value></MaximumHeartRateBpm><Intensity>Resting</Intensity><TriggerMethod>Manual</"
                   "TriggerMethod><Extensions><LX>"
                   "<AvgSpeed>3.3</AvgSpeed></LX><LX><AvgRunCadence>90</AvgRunCadence><MaxRunCadence>95</"
                   "MaxRunCadence><Steps>400</Steps>"
                   "</LX><LX><AvgWatts>210</AvgWatts><MaxWatts>400</MaxWatts></LX></Extensions>",
                   "2025-01-02T03:06:05Z"));
  const Totals& totals = recording.totals;
  CHECK(*totals.timer_s == 400.5);
  CHECK(*totals.distance_m == Approx(9046.72));
  CHECK(*totals.max_speed_mps == 5);
  CHECK(*totals.calories_kcal == 120);
  CHECK(*totals.max_hr == 150);
  CHECK(*totals.avg_hr == Approx((120 * 100 + 160 * 300.5) / 400.5));
  CHECK(*totals.avg_power == 210);
  CHECK(*totals.max_power == 400);
  CHECK(*totals.max_cadence == 95);
  CHECK(*totals.elapsed_s == 420.5);
  REQUIRE(recording.laps.size() == 2);
  CHECK(recording.laps[0].start_ms == 1735787045000);
  CHECK(recording.laps[0].trigger == "distance");
  CHECK(recording.laps[0].intensity == "active");
  CHECK(*recording.laps[0].totals.avg_cadence == 80);
  CHECK(recording.laps[1].intensity == "rest");
  CHECK(*recording.laps[1].totals.avg_speed_mps == 3.3);
  CHECK(*recording.laps[1].totals.distance_m == 1000);
}

TEST_CASE("a second TCX track inside a lap is a pause and the first of the next lap is none") {
  const std::string track = "<Track>" + point("") + point("") + "</Track>";
  const Recording recording = activity(lap(track + track) + lap(track));
  CHECK(recording.streams.size() == 6);
  CHECK(recording.streams.segment_starts == std::vector<std::uint32_t>{2});
}

TEST_CASE("each TCX activity is a recording, inside a multi-sport session too") {
  const auto part = [](const std::string& sport) {
    return "<Activity Sport='" + sport + "'><Id>2025-01-02T03:04:05Z</Id>" + lap("<Track>" + point("") + "</Track>") +
           "</Activity>";
  };
  const ActivityFile file = activities("<MultiSportSession><Id>x</Id><FirstSport>" + part("Other") +
                                       "</FirstSport><NextSport><Transition "
                                       "StartTime='2025-01-02T03:04:05Z'><Track>" +
                                       point("") + "</Track></Transition>" + part("Biking") +
                                       "</NextSport></MultiSportSession>" + part("running"));
  REQUIRE(file.recordings.size() == 3);
  CHECK(file.recordings[0].sport == "generic");
  CHECK(file.recordings[0].provider_sport == "Other");
  CHECK(file.recordings[1].sport == "cycling");
  CHECK(file.recordings[2].sport == "running");
  CHECK(file.recordings[1].streams.size() == 1);
  CHECK(file.warnings ==
        std::vector<std::string>{"3 trackpoints of 3 without a time", "1 transition between sports left out"});
  CHECK(file.file_type == "activity");
}

TEST_CASE("a TCX course is a recording of its own kind") {
  const ActivityFile file =
      read("<Folders><Courses><CourseFolder "
           "Name='x'><CourseNameRef><Id>Loop</Id></CourseNameRef></CourseFolder></Courses></Folders>"
           "<Courses><Course><Name>Loop</Name><Lap><TotalTimeSeconds>10</TotalTimeSeconds><DistanceMeters>50</"
           "DistanceMeters>"
           "<BeginPosition><LatitudeDegrees>1</LatitudeDegrees></BeginPosition></Lap><Track>" +
           point("<Time>2025-01-02T03:04:05Z</Time>" + position("50", "8")) +
           point("<Time>2025-01-02T03:04:15Z</Time>" + position("50.0005", "8")) +
           "</Track><CoursePoint><Name>Food</Name><Time>2025-01-02T03:04:05Z</Time></CoursePoint></Course></Courses>");
  CHECK(file.file_type == "course");
  REQUIRE(file.recordings.size() == 1);
  CHECK(file.recordings[0].name == "Loop");
  CHECK(file.recordings[0].streams.size() == 2);
  CHECK(*file.recordings[0].totals.distance_m == 50);
  CHECK(file.recordings[0].start_ms == 1735787045000);
  CHECK(file.warnings == std::vector<std::string>{"1 course point left out"});
}

TEST_CASE("TCX workouts have no recordings") {
  const ActivityFile file =
      read("<Workouts><Workout Sport='Running'><Name>w</Name><Step><Name>s</Name></Step></Workout></Workouts>");
  CHECK(file.file_type == "workout");
  CHECK(file.recordings.empty());
}

TEST_CASE("a TCX course beside activities is left out and named") {
  const ActivityFile file =
      read("<Activities><Activity Sport='Biking'>" + lap("") + "</Activity></Activities><Courses><Course><Track>" +
           point("") + "</Track></Course></Courses>");
  CHECK(file.recordings.size() == 1);
  CHECK(file.warnings.back() == "1 course beside activities left out");
}

TEST_CASE("unusable TCX positions are left out and reported, missing ones are normal") {
  const ActivityFile file =
      activities("<Activity Sport='Biking'>" +
                 lap("<Track>" + point(position("no", "undefined")) + point(position("undefined", "10")) +
                     point(position("0", "10")) + point("<AltitudeMeters>1</AltitudeMeters>") + "</Track>") +
                 "</Activity>");
  CHECK(values(file.recordings.at(0), "latitude") == Values{-9999, -9999, 0, -9999});
  CHECK(file.damage == std::vector<std::string>{"2 trackpoints of 4 with an unusable position"});
}

TEST_CASE("a TCX activity starts at its id, else at its first lap, else at its first sample") {
  const auto start = [](const std::string& id, const std::string& lap_start) {
    const ActivityFile file =
        activities("<Activity Sport='Biking'><Id>" + id + "</Id>" +
                   lap("<Track>" + point("<Time>2025-01-02T03:04:09Z</Time>") + "</Track>", lap_start) + "</Activity>");
    return file.recordings.at(0).start_ms;
  };
  CHECK(start("2025-01-02T03:04:05Z", "2025-01-02T03:04:06Z") == 1735787045000);
  CHECK(start("Ride 7", "2025-01-02T03:04:06Z") == 1735787046000);
  CHECK(start("Ride 7", "") == 1735787049000);
}

TEST_CASE("the device of a TCX activity is its creator") {
  const Recording recording =
      activity(lap("") + "<Notes>Nice</Notes><Creator xsi:type='Device_t'><Name>Garmin Edge 530</Name>"
                         "<UnitId>3815748186</UnitId><ProductID>3121</ProductID><Version><VersionMajor>9</VersionMajor>"
                         "<VersionMinor>75</VersionMinor><BuildMajor>0</BuildMajor></Version></Creator>");
  CHECK(recording.device == Device{"garmin", "Garmin Edge 530", 3121, "3815748186", "9.75"});
  CHECK(recording.description == "Nice");
  CHECK(recording.name.empty());
}

TEST_CASE("TCX times with an offset tell the place's") {
  const ActivityFile file =
      activities("<Activity Sport='Biking'><Id>2025-01-02T03:04:05-04:00</Id>" + lap("", "") + "</Activity>");
  CHECK(file.recordings.at(0).start_ms == 1735801445000);
  CHECK(file.recordings.at(0).utc_offset_s == -14400);
}

TEST_CASE("a TCX file without laps, samples or namespace is still a recording") {
  const ActivityFile file = activities("<Activity Sport='Biking'/>");
  REQUIRE(file.recordings.size() == 1);
  CHECK_FALSE(file.recordings[0].start_ms);
  CHECK_FALSE(file.recordings[0].totals.distance_m);
}

TEST_CASE("a TCX activity with samples and times that fall but without laps is read") {
  const ActivityFile file = activities("<Activity Sport='Biking'><Track>" + point("<Time>2025-01-02T03:04:09Z</Time>") +
                                       point("<Time>2025-01-02T03:04:05Z</Time>") +
                                       point("<Time>2025-01-02T03:04:06Z</Time>") + "</Track></Activity>");
  CHECK(file.recordings.at(0).laps.empty());
  CHECK(*file.recordings.at(0).totals.elapsed_s == 4);
  CHECK(*file.recordings.at(0).totals.timer_s == 1);
}

TEST_CASE("version 1 of TCX tells the sport by the folder") {
  const ActivityFile file =
      read("<History><Biking Name='x'><Run>" + lap("<DistanceMeters>5</DistanceMeters>") + "</Run></Biking></History>");
  REQUIRE(file.recordings.size() == 1);
  CHECK(file.recordings[0].sport == "cycling");
  CHECK(*file.recordings[0].totals.distance_m == 5);
}

TEST_CASE("a TCX file that breaks off keeps laps and samples and says so") {
  const std::string text =
      "<TrainingCenterDatabase><Activities><Activity Sport='Biking'><Lap StartTime='2025-01-02T03:04:05Z'>"
      "<DistanceMeters>5</DistanceMeters><Track><Trackpoint><Time>2025-01-02T03:04:05Z</Time>" +
      position("50", "8") + "<AltitudeMe";
  const ActivityFile file = tcx::decode(as_bytes(text));
  REQUIRE(file.recordings.size() == 1);
  CHECK(*file.recordings[0].totals.distance_m == 5);
  CHECK(values(file.recordings[0], "latitude") == Values{50});
  CHECK(file.damage == std::vector<std::string>{
                           "the XML breaks off: the text ends inside a tag in line 1; what came before was read"});
  CHECK_THROWS_WITH(tcx::decode(as_bytes("<TrainingCenterDatabase><Activities>")),
                    "is not well-formed TCX: the text ends inside <Activities> in line 1");
  CHECK_THROWS_AS(tcx::decode(as_bytes("<gpx/>")), Error);
}

TEST_CASE("blanks before the XML declaration of a TCX file do not matter") {
  CHECK(tcx::decode(as_bytes("          <?xml version=\"1.0\" encoding=\"UTF-8\"?><TrainingCenterDatabase/>"))
            .damage.empty());
}

TEST_CASE("numbers of a TCX lap that are not a heart rate do not become one") {
  const Recording recording =
      activity(lap("<MaximumHeartRateBpm><Value>150</Value></MaximumHeartRateBpm><Extensions><LX><Speed>3</Speed>"
                   "<Watts>250</Watts></LX></Extensions>"));
  CHECK(*recording.totals.max_hr == 150);
}
