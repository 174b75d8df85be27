// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "base/time.hpp"
#include "support/fit_builder.hpp"

/// Small activity files for tests of the providers.
namespace tracekit::test {

/// A GPX track northwards, one point a minute, 111 m apart.
inline std::string a_gpx(std::string_view start = "2025-08-03T07:00:00Z", int points = 5,
                         std::string_view name = "Morning loop") {
  const EpochSeconds first = parse_iso_time(start)->utc_ms() / 1000;
  std::string text = fmt::format("<?xml version=\"1.0\"?><gpx version=\"1.1\" creator=\"test\" "
                                 "xmlns=\"http://www.topografix.com/GPX/1/1\"><trk><name>{}</name><trkseg>",
                                 name);
  for (int i = 0; i < points; ++i) {
    text += fmt::format("<trkpt lat=\"{:.6f}\" lon=\"8.500000\"><ele>400</ele><time>{}</time></trkpt>",
                        47.0 + i * 0.001, format_utc(first + i * 60));
  }
  return text + "</trkseg></trk></gpx>";
}

inline std::string a_gpx_without_times() {
  return "<gpx version=\"1.1\" creator=\"test\"><trk><trkseg><trkpt lat=\"47.0\" lon=\"8.5\"/>"
         "<trkpt lat=\"47.1\" lon=\"8.5\"/></trkseg></trk></gpx>";
}

/// A TCX activity with laps of these lengths, ten minutes each.
inline std::string a_tcx(std::string_view start, const std::vector<double>& lap_metres) {
  EpochSeconds t = parse_iso_time(start)->utc_ms() / 1000;
  std::string text = fmt::format("<?xml version=\"1.0\"?><TrainingCenterDatabase "
                                 "xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\"><Activities>"
                                 "<Activity Sport=\"Biking\"><Id>{}</Id>",
                                 format_utc(t));
  double metres = 0;
  for (const double lap : lap_metres) {
    text += fmt::format("<Lap StartTime=\"{}\"><TotalTimeSeconds>600</TotalTimeSeconds>"
                        "<DistanceMeters>{}</DistanceMeters><Calories>100</Calories><Intensity>Active</Intensity>"
                        "<TriggerMethod>Distance</TriggerMethod><Track>",
                        format_utc(t), lap);
    for (int i = 0; i <= 10; ++i) {
      text += fmt::format("<Trackpoint><Time>{}</Time><DistanceMeters>{:.1f}</DistanceMeters></Trackpoint>",
                          format_utc(t + i * 60), metres + lap * i / 10);
    }
    text += "</Track></Lap>";
    t += 600;
    metres += lap;
  }
  return text + "</Activity></Activities></TrainingCenterDatabase>";
}

inline std::string a_tcx_course() {
  return "<TrainingCenterDatabase "
         "xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\"><Courses><Course>"
         "<Name>Way</Name><Track><Trackpoint><Time>2025-08-03T07:00:00Z</Time><Position><LatitudeDegrees>47</"
         "LatitudeDegrees><LongitudeDegrees>8</LongitudeDegrees></Position></Trackpoint></Track></Course></Courses>"
         "</TrainingCenterDatabase>";
}

inline constexpr std::int64_t fit_epoch_s = 631065600;

/// A FIT activity of one or more sessions, 600 s each and a minute apart, with samples every minute.
inline FitBuilder a_fit(EpochSeconds start = 1'754'204'400, int sessions = 1) {
  FitBuilder file;
  file.file_id();
  file.define(0, 20, {{253, 4, fit_type::uint32}, {3, 1, fit_type::uint8}});
  file.define(
      1, 18,
      {{2, 4, fit_type::uint32}, {253, 4, fit_type::uint32}, {5, 1, fit_type::enumeration}, {9, 4, fit_type::uint32}});
  for (int session = 0; session < sessions; ++session) {
    const std::int64_t from = start - fit_epoch_s + session * 660;
    for (std::int64_t second = 0; second <= 600; second += 60) {
      file.data(0, {from + second, std::int64_t{120}});
    }
    file.data(1, {from, from + 600, std::int64_t{session % 2 == 0 ? 2 : 1}, std::int64_t{100000 * (session + 1)}});
  }
  return file;
}

/// A FIT settings file: no session, no samples.
inline Bytes a_fit_settings() {
  FitBuilder file;
  file.file_id(2);
  return file.build();
}

} // namespace tracekit::test
