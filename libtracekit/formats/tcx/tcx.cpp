// SPDX-License-Identifier: MIT
#include "formats/tcx/tcx.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/tcx/lap_totals.hpp"
#include "formats/tcx/names.hpp"
#include "formats/xml/parser.hpp"
#include "formats/xml/scope_stack.hpp"
#include "formats/xml/time_reader.hpp"
#include "formats/xml/track_builder.hpp"
#include "formats/xml/writer.hpp"
#include "model/sport.hpp"

namespace tracekit::tcx {
namespace {

/// The element around the present one that decides what the present one means.
enum class Scope : std::uint8_t { file, left_out, activity, course, lap, track, trackpoint, creator, author };

struct Counts {
  std::uint64_t activities = 0;
  std::uint64_t courses = 0;
  std::uint64_t course_points = 0;
  std::uint64_t workouts = 0;
  std::uint64_t transitions = 0;
  std::uint64_t points = 0;
  std::uint64_t points_without_time = 0;
  std::uint64_t bad_positions = 0;
};

Sport sport_of(std::string_view word) {
  if (equals_ignoring_case(word, "Biking")) {
    return {"cycling", "generic"};
  }
  return equals_ignoring_case(word, "Other") ? Sport{} : sport_of_word(word);
}

/// FIT's names for the values of TriggerMethod; others have none.
std::string trigger_of(std::string_view word) {
  return word == "Manual"     ? "manual"
         : word == "Distance" ? "distance"
         : word == "Time"     ? "time"
         : word == "Location" ? "position_lap"
                              : "";
}

std::string intensity_of(std::string_view word) {
  return word == "Resting" ? "rest" : word == "Active" ? "active" : "";
}

class Reader final : public xml::Handler {
public:
  bool start_element(std::string_view name, const xml::Attributes& attributes, int depth) override;
  void end_element(std::string_view text, int depth) override;

  ActivityFile finish(xml::Outcome outcome);

private:
  bool open(Scope scope, int depth);
  bool open_in_file(Role role, std::string_view name, const xml::Attributes& attributes, int depth);
  bool open_in_session(Role role, const xml::Attributes& attributes, int depth);
  bool open_in_lap(const Meaning& meaning, int depth);
  bool open_in_trackpoint(Role role, std::string_view name);
  void open_session(Scope scope, std::string_view sport, int depth);
  void open_lap(const xml::Attributes& attributes, int depth);
  void open_track(int depth);
  void close_leaf(std::string_view text);
  void close_leaf_of_session(std::string_view text);
  void close_leaf_of_lap(std::string_view text);
  void close_leaf_of_trackpoint(std::string_view text);
  void close_leaf_of_creator(std::string_view text);
  void close_scope(Scope scope);
  void close_trackpoint();
  void close_session();
  void warn();

  ActivityFile file_;
  std::vector<Recording> courses_;
  Recording session_; ///< the Activity or Course that is being read
  bool in_session_ = false;
  bool is_course_ = false;
  xml::TrackBuilder builder_;
  xml::TimeReader times_;
  xml::ScopeStack<Scope> scopes_{Scope::file};
  Meaning leaf_;
  int leaf_depth_ = 0;
  std::string leaf_name_;
  Member heart_rate_of_lap_ = nullptr; ///< which of a lap's heart rates the next Value is
  int tracks_of_lap_ = 0;
  std::int64_t latitude_ = no_value;
  std::int64_t longitude_ = no_value;
  bool saw_position_ = false;
  std::string folder_sport_; ///< version 1 tells the sport by the folder
  std::string author_;
  std::string version_;
  bool saw_time_without_zone_ = false;
  Counts counts_;
};

bool Reader::start_element(std::string_view name, const xml::Attributes& attributes, int depth) {
  if (depth == 1) {
    if (name != "TrainingCenterDatabase") {
      throw Error(ErrorKind::input, fmt::format("is XML with the root element <{}>, not TCX", name));
    }
    return false;
  }
  const Meaning& meaning = names.find(name);
  const Role role = meaning.role;
  leaf_ = meaning;
  leaf_depth_ = depth;
  switch (scopes_.current()) {
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
    return role == Role::name && depth == scopes_.depth() + 1;
  case Scope::left_out:
    return false;
  }
  return false;
}

bool Reader::open(Scope scope, int depth) {
  scopes_.open(scope, depth);
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
    return depth == scopes_.depth() + 1;
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

void Reader::end_element(std::string_view text, int depth) {
  if (leaf_depth_ == depth && !text.empty()) {
    close_leaf(text);
  }
  leaf_depth_ = 0;
  if (const auto closed = scopes_.close(depth)) {
    close_scope(*closed);
  }
}

void Reader::close_leaf(std::string_view text) {
  switch (scopes_.current()) {
  case Scope::trackpoint:
    close_leaf_of_trackpoint(text);
    break;
  case Scope::lap:
    close_leaf_of_lap(text);
    break;
  case Scope::activity:
  case Scope::course:
    close_leaf_of_session(text);
    break;
  case Scope::creator:
    close_leaf_of_creator(text);
    break;
  case Scope::author:
    author_ = trim(text);
    break;
  default:
    break;
  }
}

void Reader::close_leaf_of_trackpoint(std::string_view text) {
  switch (leaf_.role) {
  case Role::time:
    builder_.set_time(times_.read(text));
    break;
  case Role::latitude:
    latitude_ = xml::parse_degrees(text, 90);
    saw_position_ = true;
    break;
  case Role::longitude:
    longitude_ = xml::parse_degrees(text, 180);
    saw_position_ = true;
    break;
  case Role::number:
  case Role::value:
    if (leaf_.of_point != xml::Quantity::count) {
      builder_.set(leaf_.of_point, xml::parse_number(text));
    }
    break;
  case Role::other:
    builder_.set_other(leaf_name_, xml::parse_number(text));
    break;
  default:
    break;
  }
}

void Reader::close_leaf_of_lap(std::string_view text) {
  Lap& lap = session_.laps.back();
  if (leaf_.role == Role::number || leaf_.role == Role::value) {
    const Member member = leaf_.role == Role::value ? heart_rate_of_lap_ : leaf_.of_lap;
    if (member != nullptr) {
      lap.totals.*member = xml::parse_value(text);
    }
  } else if (leaf_.role == Role::intensity) {
    lap.intensity = intensity_of(trim(text));
  } else if (leaf_.role == Role::trigger) {
    lap.trigger = trigger_of(trim(text));
  }
}

void Reader::close_leaf_of_session(std::string_view text) {
  if (leaf_.role == Role::id) {
    const std::int64_t start = times_.read(trim(text));
    if (start != no_value) {
      session_.start_ms = start;
    }
  } else if (leaf_.role == Role::name) {
    session_.name = trim(text);
  } else if (leaf_.role == Role::notes) {
    session_.description = trim(text);
  }
}

void Reader::close_leaf_of_creator(std::string_view text) {
  Device& device = session_.device;
  const std::string_view word = trim(text);
  switch (leaf_.role) {
  case Role::name:
    device.product = word;
    device.manufacturer = xml::manufacturer_of(word);
    break;
  case Role::unit_id:
    device.serial = word == "0" ? std::string_view() : word;
    break;
  case Role::product_id:
    if (const auto number = parse_integer(word); number && *number != 0) {
      device.product_number = *number;
    }
    break;
  case Role::version_major:
    version_ = word;
    break;
  case Role::version_minor:
    device.software = version_ + "." + std::string(word);
    break;
  default:
    break;
  }
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
    file_.warnings.push_back("times without a time zone were taken as UTC");
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
  if (scopes_.current() == Scope::trackpoint) {
    close_trackpoint();
  }
  if (in_session_) {
    close_session();
  }
  if (outcome.problem && counts_.activities + counts_.courses + counts_.workouts == 0) {
    throw Error(ErrorKind::input, fmt::format("is not well-formed TCX: {}", *outcome.problem));
  }
  file_.format = "tcx";
  file_.damage = std::move(outcome.damage);
  if (outcome.problem) {
    file_.damage.push_back(fmt::format("the XML breaks off: {}; what came before was read", *outcome.problem));
  }
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

} // namespace

ActivityFile decode(ByteView bytes) {
  Reader reader;
  xml::Outcome outcome = xml::parse(bytes, reader);
  return reader.finish(std::move(outcome));
}

} // namespace tracekit::tcx
