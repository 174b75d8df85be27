// SPDX-License-Identifier: MIT
#include "formats/tcx/tcx.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "formats/tcx/lap_totals.hpp"
#include "formats/tcx/reader.hpp"
#include "formats/xml/track_file.hpp"

namespace tracekit::tcx {

void Reader::warn() {
  if (counts_.bad_positions > 0) {
    file_.damage.push_back(fmt::format("{} of {} with an unusable position",
                                       xml::counted(counts_.bad_positions, "trackpoint"), counts_.points));
  }
  if (counts_.points_without_time > 0) {
    file_.warnings.push_back(fmt::format("{} of {} without a time",
                                         xml::counted(counts_.points_without_time, "trackpoint"), counts_.points));
  }
  if (saw_time_without_zone_) {
    xml::warn_of_missing_zones(file_);
  }
  if (counts_.transitions > 0) {
    file_.warnings.push_back(xml::counted(counts_.transitions, "transition") + " between sports left out");
  }
  if (counts_.course_points > 0) {
    file_.warnings.push_back(xml::counted(counts_.course_points, "course point") + " left out");
  }
  if (counts_.workouts > 0) {
    file_.warnings.push_back(xml::counted(counts_.workouts, "workout") + " left out");
  }
  if (counts_.courses > 0 && counts_.activities > 0) {
    file_.warnings.push_back(xml::counted(counts_.courses, "course") + " beside activities left out");
  }
}

ActivityFile Reader::finish(xml::Outcome outcome) {
  if (scope() == Scope::trackpoint) {
    close_trackpoint();
  }
  if (in_session_) {
    close_session();
  }
  const bool found_something = counts_.activities + counts_.courses + counts_.workouts > 0;
  xml::take_outcome(file_, std::move(outcome), found_something, "TCX");
  warn();
  file_.file_type = counts_.activities > 0 ? "activity"
                    : counts_.courses > 0  ? "course"
                    : counts_.workouts > 0 ? "workout"
                                           : "";
  if (counts_.activities == 0) {
    file_.recordings = std::move(courses_);
  }
  if (!file_.recordings.empty()) {
    file_.device = file_.recordings.front().device;
  }
  if (file_.device.software.empty()) {
    file_.device.software = author_;
  }
  xml::finish_recordings(file_);
  std::for_each(file_.recordings.begin(), file_.recordings.end(), fill_from_laps);
  return std::move(file_);
}

ActivityFile decode(ByteView bytes) {
  Reader reader;
  xml::Outcome outcome = xml::parse(bytes, reader);
  return reader.finish(std::move(outcome));
}

} // namespace tracekit::tcx
