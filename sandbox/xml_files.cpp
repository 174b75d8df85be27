// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "sandbox/activity_files.hpp"

namespace tracekit::sandbox {
namespace {

std::string time_text(EpochSeconds time) { return format_wall(time) + ".000Z"; }

Bytes bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

} // namespace

Bytes gpx_file(const Workout& workout, const std::vector<Sample>& track) {
  std::string out = fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>
<gpx creator="Garmin Connect" version="1.1" xmlns="http://www.topografix.com/GPX/1/1" xmlns:ns3="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">
  <metadata><time>{}</time></metadata>
  <trk>
    <name>{}</name>
    <type>{}</type>
    <trkseg>
)",
                                time_text(workout.start), workout.name, workout.sport);
  for (const Sample& sample : track) {
    out += fmt::format(R"(      <trkpt lat="{:.7f}" lon="{:.7f}">
        <ele>{:.1f}</ele>
        <time>{}</time>
        <extensions><ns3:TrackPointExtension><ns3:hr>{}</ns3:hr><ns3:cad>{}</ns3:cad></ns3:TrackPointExtension></extensions>
      </trkpt>
)",
                       sample.position.lat, sample.position.lon, sample.altitude_m, time_text(sample.time),
                       sample.heart_rate, sample.cadence);
  }
  return bytes_of(out + "    </trkseg>\n  </trk>\n</gpx>\n");
}

Bytes tcx_file(const Workout& workout, const std::vector<Sample>& track) {
  std::string out = fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>
<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">
  <Activities>
    <Activity Sport="{0}">
      <Id>{1}</Id>
      <Lap StartTime="{1}">
        <TotalTimeSeconds>{2}.0</TotalTimeSeconds>
        <DistanceMeters>{3:.2f}</DistanceMeters>
        <Calories>{4}</Calories>
        <Intensity>Active</Intensity>
        <TriggerMethod>Manual</TriggerMethod>
        <Track>
)",
                                workout.sport == "cycling" ? "Biking" : "Running", time_text(workout.start),
                                workout.moving_s, track.back().distance_m, workout.moving_s / 6);
  for (const Sample& sample : track) {
    out += fmt::format(
        "          "
        "<Trackpoint><Time>{}</Time><Position><LatitudeDegrees>{:.7f}</LatitudeDegrees><LongitudeDegrees>{:.7f}"
        "</LongitudeDegrees></Position><AltitudeMeters>{:.1f}</AltitudeMeters><DistanceMeters>{:.2f}</DistanceMeters>"
        "<HeartRateBpm><Value>{}</Value></HeartRateBpm><Cadence>{}</Cadence></Trackpoint>\n",
        time_text(sample.time), sample.position.lat, sample.position.lon, sample.altitude_m, sample.distance_m,
        sample.heart_rate, sample.cadence);
  }
  return bytes_of(out +
                  "        </Track>\n      </Lap>\n    </Activity>\n  </Activities>\n</TrainingCenterDatabase>\n");
}

} // namespace tracekit::sandbox
