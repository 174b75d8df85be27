// SPDX-License-Identifier: MIT
#include "formats/tcx/reader.hpp"

#include "base/text.hpp"
#include "formats/tcx/lap_totals.hpp"
#include "formats/xml/track_file.hpp"
#include "model/sport.hpp"

namespace tracekit::tcx {
namespace {

Sport sport_of(std::string_view word) {
  if (equals_ignoring_case(word, "Biking")) {
    return {"cycling", "generic"};
  }
  return equals_ignoring_case(word, "Other") ? Sport{} : sport_of_word(word);
}

} // namespace

bool Reader::start_element(std::string_view name, const xml::Attributes& attributes, int depth) {
  if (depth == 1) {
    xml::require_root(name, "TrainingCenterDatabase", "TCX");
    return false;
  }
  const Meaning& meaning = names.find(name);
  const Role role = meaning.role;
  leaf_ = meaning;
  begin_leaf(depth);
  switch (scope()) {
  case Scope::trackpoint:
    return open_in_trackpoint(role, name);
  case Scope::track:
    if (role == Role::trackpoint) {
      builder_.begin_sample();
      open(Scope::trackpoint, depth);
    }
    return false;
  case Scope::lap:
    return open_in_lap(meaning, depth);
  case Scope::activity:
  case Scope::course:
    return open_in_session(role, attributes, depth);
  case Scope::file:
    return open_in_file(role, name, attributes, depth);
  case Scope::creator:
    return role != Role::other && role != Role::ignored;
  case Scope::author:
    return role == Role::name && is_child_of_scope(depth);
  case Scope::left_out:
    return false;
  }
  return false;
}

bool Reader::open_in_file(Role role, std::string_view name, const xml::Attributes& attributes, int depth) {
  switch (role) {
  case Role::sport_folder:
    folder_sport_ = name;
    return false;
  case Role::activity:
    ++counts_.activities;
    open_session(Scope::activity, attributes.find("Sport").value_or(folder_sport_), depth);
    return false;
  case Role::course:
    ++counts_.courses;
    open_session(Scope::course, {}, depth);
    return false;
  case Role::workout:
    ++counts_.workouts;
    return open(Scope::left_out, depth);
  case Role::transition:
    ++counts_.transitions;
    return open(Scope::left_out, depth);
  case Role::author:
    return open(Scope::author, depth);
  default:
    return false;
  }
}

void Reader::open_session(Scope scope, std::string_view sport, int depth) {
  session_ = Recording();
  builder_ = xml::TrackBuilder();
  times_.forget_zone();
  in_session_ = true;
  is_course_ = scope == Scope::course;
  tracks_of_lap_ = 0;
  session_.provider_sport = trim(sport);
  const Sport ours = sport_of(session_.provider_sport);
  session_.sport = ours.sport;
  session_.sub_sport = ours.sub_sport;
  open(scope, depth);
}

bool Reader::open_in_session(Role role, const xml::Attributes& attributes, int depth) {
  switch (role) {
  case Role::lap:
    open_lap(attributes, depth);
    return false;
  case Role::track:
    open_track(depth);
    return false;
  case Role::creator:
    return open(Scope::creator, depth);
  case Role::course_point:
    ++counts_.course_points;
    return open(Scope::left_out, depth);
  case Role::id:
  case Role::name:
  case Role::notes:
    return is_child_of_scope(depth);
  default:
    return false;
  }
}

void Reader::open_lap(const xml::Attributes& attributes, int depth) {
  Lap lap;
  const std::int64_t start = times_.read(attributes.find("StartTime").value_or(std::string_view()));
  if (start != no_value) {
    lap.start_ms = start;
  }
  session_.laps.push_back(std::move(lap));
  if (!is_course_) {
    tracks_of_lap_ = 0;
  }
  heart_rate_of_lap_ = nullptr;
  open(Scope::lap, depth);
}

void Reader::open_track(int depth) {
  if (tracks_of_lap_ > 0) {
    builder_.begin_segment();
  }
  ++tracks_of_lap_;
  open(Scope::track, depth);
}

bool Reader::open_in_lap(const Meaning& meaning, int depth) {
  if (meaning.role == Role::track) {
    open_track(depth);
    return false;
  }
  if (meaning.of_lap == &Totals::avg_hr || meaning.of_lap == &Totals::max_hr) {
    heart_rate_of_lap_ = meaning.of_lap;
  }
  return meaning.role == Role::number || meaning.role == Role::value || meaning.role == Role::intensity ||
         meaning.role == Role::trigger;
}

bool Reader::open_in_trackpoint(Role role, std::string_view name) {
  if (role == Role::other) {
    leaf_name_ = name;
  }
  return role != Role::ignored;
}

void Reader::close_scope(Scope closed) {
  if (closed == Scope::trackpoint) {
    close_trackpoint();
  } else if (closed == Scope::activity || closed == Scope::course) {
    close_session();
  }
}

void Reader::close_trackpoint() {
  builder_.set_position(latitude_, longitude_);
  ++counts_.points;
  counts_.points_without_time += static_cast<std::uint64_t>(!builder_.last_sample_has_time());
  counts_.bad_positions += static_cast<std::uint64_t>(saw_position_ && !builder_.last_sample_has_position());
  latitude_ = no_value;
  longitude_ = no_value;
  saw_position_ = false;
}

void Reader::close_session() {
  in_session_ = false;
  session_.streams = builder_.finish();
  session_.utc_offset_s = times_.utc_offset_s();
  saw_time_without_zone_ = saw_time_without_zone_ || times_.saw_time_without_zone();
  add_up_laps(session_);
  (is_course_ ? courses_ : file_.recordings).push_back(std::move(session_));
  session_ = Recording();
}

} // namespace tracekit::tcx
