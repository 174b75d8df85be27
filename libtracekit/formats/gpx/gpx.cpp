// SPDX-License-Identifier: MIT
#include "formats/gpx/gpx.hpp"

#include <fmt/format.h>

#include <optional>

#include "base/text.hpp"
#include "formats/gpx/names.hpp"
#include "formats/xml/scoped_handler.hpp"
#include "formats/xml/time_reader.hpp"
#include "formats/xml/track_builder.hpp"
#include "formats/xml/track_file.hpp"
#include "formats/xml/writer.hpp"
#include "model/columns.hpp"
#include "model/sport.hpp"

namespace tracekit::gpx {
namespace {

/// The element around the present one that decides what the present one means.
enum class Scope : std::uint8_t { file, metadata, waypoint, route, track, segment, point };

struct Counts {
  std::uint64_t waypoints = 0;
  std::uint64_t routes = 0;
  std::uint64_t route_points = 0;
  std::uint64_t empty_tracks = 0;
  std::uint64_t points = 0;
  std::uint64_t points_without_time = 0;
  std::uint64_t points_without_position = 0;
};

/// Strava's exports write its own numbers where others write words.
std::string_view sport_word(std::string_view type) { return type == "1" ? "ride" : type == "9" ? "run" : type; }

class Reader final : public xml::ScopedHandler<Scope> {
public:
  Reader() : ScopedHandler(Scope::file) {}
  bool start_element(std::string_view name, const xml::Attributes& attributes, int depth) override;

  ActivityFile finish(xml::Outcome outcome);

private:
  void open_root(std::string_view name, const xml::Attributes& attributes);
  bool open_child_of_file(const Meaning& meaning, int depth);
  bool open_child_of_track(const Meaning& meaning, const xml::Attributes& attributes, int depth);
  bool open_child_of_point(const Meaning& meaning, std::string_view name);
  bool open_point(const xml::Attributes& attributes, int depth);
  void close_leaf(std::string_view text) override;
  void close_leaf_of_point(std::string_view text);
  void close_scope(Scope closed) override;
  void close_track();
  void warn(ActivityFile& file) const;

  ActivityFile file_;
  Recording track_;
  xml::TrackBuilder builder_;
  xml::TimeReader times_;
  Meaning leaf_;
  std::string leaf_name_; ///< of a quantity that has no name of ours
  std::string file_name_;
  Counts counts_;
  bool saw_time_without_zone_ = false;
};

bool Reader::start_element(std::string_view name, const xml::Attributes& attributes, int depth) {
  if (depth == 1) {
    open_root(name, attributes);
    return false;
  }
  const Meaning& meaning = names.find(name);
  leaf_ = meaning;
  begin_leaf(depth);
  switch (scope()) {
  case Scope::point:
    return open_child_of_point(meaning, name);
  case Scope::segment:
    return meaning.role == Role::point && open_point(attributes, depth);
  case Scope::track:
    return open_child_of_track(meaning, attributes, depth);
  case Scope::file:
    return open_child_of_file(meaning, depth);
  case Scope::metadata:
    return meaning.role == Role::name && is_child_of_scope(depth);
  case Scope::route:
    counts_.route_points += static_cast<std::uint64_t>(meaning.role == Role::route_point);
    return false;
  case Scope::waypoint:
    return false;
  }
  return false;
}

void Reader::open_root(std::string_view name, const xml::Attributes& attributes) {
  xml::require_root(name, "gpx", "GPX");
  if (const auto creator = attributes.find("creator")) {
    file_.device.software = trim(*creator);
    file_.device.manufacturer = xml::manufacturer_of(*creator);
  }
}

bool Reader::open_child_of_file(const Meaning& meaning, int depth) {
  switch (meaning.role) {
  case Role::track:
    track_ = Recording();
    times_.forget_zone();
    return open(Scope::track, depth);
  case Role::route:
    ++counts_.routes;
    return open(Scope::route, depth);
  case Role::waypoint:
    ++counts_.waypoints;
    return open(Scope::waypoint, depth);
  case Role::metadata:
    return open(Scope::metadata, depth);
  case Role::name:
    return depth == 2;
  default:
    return false;
  }
}

bool Reader::open_child_of_track(const Meaning& meaning, const xml::Attributes& attributes, int depth) {
  switch (meaning.role) {
  case Role::segment:
    builder_.begin_segment();
    return open(Scope::segment, depth);
  case Role::point:
    return open_point(attributes, depth);
  case Role::name:
  case Role::description:
  case Role::type:
    return is_child_of_scope(depth); // links have a type too
  case Role::statistic:
    return true;
  default:
    return false;
  }
}

bool Reader::open_point(const xml::Attributes& attributes, int depth) {
  builder_.begin_sample();
  const auto latitude = attributes.find("lat");
  const auto longitude = attributes.find("lon");
  if (latitude && longitude) {
    builder_.set_position(xml::parse_degrees(*latitude, 90), xml::parse_degrees(*longitude, 180));
  }
  return open(Scope::point, depth);
}

bool Reader::open_child_of_point(const Meaning& meaning, std::string_view name) {
  if (meaning.role == Role::other) {
    leaf_name_ = name;
  }
  return meaning.role == Role::quantity || meaning.role == Role::time || meaning.role == Role::other;
}

void Reader::close_leaf(std::string_view text) {
  if (text.empty()) {
    return;
  }
  if (scope() == Scope::point) {
    close_leaf_of_point(text);
    return;
  }
  if (scope() != Scope::track) {
    file_name_ = trim(text);
    return;
  }
  switch (leaf_.role) {
  case Role::name:
    track_.name = trim(text);
    break;
  case Role::description:
    track_.description = trim(text);
    break;
  case Role::type:
    track_.provider_sport = trim(text);
    break;
  case Role::statistic:
    track_.totals.*leaf_.total = xml::parse_value(text);
    break;
  default:
    break;
  }
}

void Reader::close_leaf_of_point(std::string_view text) {
  if (leaf_.role == Role::time) {
    builder_.set_time(times_.read(text));
  } else if (leaf_.role == Role::quantity) {
    builder_.set(leaf_.quantity, xml::parse_number(text));
  } else {
    builder_.set_other(leaf_name_, xml::parse_number(text));
  }
}

void Reader::close_scope(Scope closed) {
  if (closed == Scope::point) {
    ++counts_.points;
    counts_.points_without_time += static_cast<std::uint64_t>(!builder_.last_sample_has_time());
    counts_.points_without_position += static_cast<std::uint64_t>(!builder_.last_sample_has_position());
  } else if (closed == Scope::track) {
    close_track();
  }
}

void Reader::close_track() {
  if (builder_.samples() == 0) {
    builder_ = xml::TrackBuilder();
    ++counts_.empty_tracks;
    return;
  }
  track_.streams = builder_.finish();
  track_.utc_offset_s = times_.utc_offset_s();
  saw_time_without_zone_ = saw_time_without_zone_ || times_.saw_time_without_zone();
  const Sport sport = sport_of_word(sport_word(track_.provider_sport));
  track_.sport = sport.sport;
  track_.sub_sport = sport.sub_sport;
  if (track_.streams.find("distance") != nullptr) {
    // Programs write their own smoothed distance; positions are what all GPX files can be compared by.
    const Progress way = progress_of_positions(track_.streams);
    if (way.total_m() > 0) {
      track_.totals.distance_m = way.total_m();
    }
  }
  file_.recordings.push_back(std::move(track_));
  track_ = Recording();
}

void Reader::warn(ActivityFile& file) const {
  if (counts_.points_without_position > 0) {
    file.damage.push_back(fmt::format("{} of {} without a usable position",
                                      xml::counted(counts_.points_without_position, "track point"), counts_.points));
  }
  if (counts_.points_without_time > 0) {
    file.warnings.push_back(fmt::format("{} of {} without a time",
                                        xml::counted(counts_.points_without_time, "track point"), counts_.points));
  }
  if (saw_time_without_zone_) {
    xml::warn_of_missing_zones(file);
  }
  if (counts_.empty_tracks > 0) {
    file.warnings.push_back(xml::counted(counts_.empty_tracks, "track") + " without points left out");
  }
  if (counts_.routes > 0) {
    file.warnings.push_back(fmt::format("{} with {} left out", xml::counted(counts_.routes, "route"),
                                        xml::counted(counts_.route_points, "point")));
  }
  if (counts_.waypoints > 0) {
    file.warnings.push_back(xml::counted(counts_.waypoints, "waypoint") + " left out");
  }
}

ActivityFile Reader::finish(xml::Outcome outcome) {
  if (scope() == Scope::point) {
    close_scope(Scope::point);
  }
  if (builder_.samples() > 0) {
    close_track();
  }
  const bool found_something = counts_.points + counts_.routes + counts_.waypoints + counts_.empty_tracks > 0;
  xml::take_outcome(file_, std::move(outcome), found_something, "GPX");
  warn(file_);
  const bool has_times = counts_.points > counts_.points_without_time;
  file_.file_type = counts_.points > 0      ? has_times ? "activity" : "course"
                    : counts_.routes > 0    ? "route"
                    : counts_.waypoints > 0 ? "waypoints"
                                            : "";
  xml::name_single_recording(file_, file_name_);
  xml::finish_recordings(file_);
  return std::move(file_);
}

} // namespace

ActivityFile decode(ByteView bytes) {
  Reader reader;
  xml::Outcome outcome = xml::parse(bytes, reader);
  return reader.finish(std::move(outcome));
}

} // namespace tracekit::gpx
