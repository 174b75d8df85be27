// SPDX-License-Identifier: MIT
#include "formats/kml/kml.hpp"

#include "base/text.hpp"
#include "formats/kml/coordinates.hpp"
#include "formats/kml/track.hpp"
#include "formats/xml/name_table.hpp"
#include "formats/xml/scoped_handler.hpp"
#include "formats/xml/time_reader.hpp"
#include "formats/xml/track_builder.hpp"
#include "formats/xml/track_file.hpp"
#include "model/sport.hpp"

namespace tracekit::kml {
namespace {

enum class Role : std::uint8_t {
  other,
  placemark,
  track,
  line,
  point,
  area,
  coordinates,
  when,
  coord,
  array,
  data,
  value,
  name,
  description,
  begin,
  end
};

constexpr std::array entries{
    xml::NamedValue<Role>{"Placemark", Role::placemark},
    xml::NamedValue<Role>{"Track", Role::track},
    xml::NamedValue<Role>{"LineString", Role::line},
    xml::NamedValue<Role>{"Point", Role::point},
    xml::NamedValue<Role>{"Polygon", Role::area},
    xml::NamedValue<Role>{"LinearRing", Role::area},
    xml::NamedValue<Role>{"coordinates", Role::coordinates},
    xml::NamedValue<Role>{"when", Role::when},
    xml::NamedValue<Role>{"coord", Role::coord},
    xml::NamedValue<Role>{"SimpleArrayData", Role::array},
    xml::NamedValue<Role>{"Data", Role::data},
    xml::NamedValue<Role>{"value", Role::value},
    xml::NamedValue<Role>{"name", Role::name},
    xml::NamedValue<Role>{"description", Role::description},
    xml::NamedValue<Role>{"begin", Role::begin},
    xml::NamedValue<Role>{"end", Role::end},
};
constexpr xml::NameTable names{entries, Role::other};

/// The element around the present one that decides what the present one means.
enum class Scope : std::uint8_t { file, placemark, track, line, left_out, array, sport };

class Reader final : public xml::ScopedHandler<Scope> {
public:
  Reader() : ScopedHandler(Scope::file) {}
  bool start_element(std::string_view name, const xml::Attributes& attributes, int depth) override;

  ActivityFile finish(xml::Outcome outcome);

private:
  bool open_in_placemark(Role role, const xml::Attributes& attributes, int depth);
  void close_leaf(std::string_view text) override;
  void close_leaf_of_placemark(std::string_view text);
  void close_leaf_of_track(std::string_view text);
  void close_scope(Scope closed) override;
  void add_line(std::string_view text);
  void add_track();
  void close_recording();
  void warn();

  ActivityFile file_;
  Recording recording_;
  xml::TrackBuilder builder_;
  xml::TimeReader times_;
  Track track_;
  Role leaf_ = Role::other;
  std::string file_name_;
  std::int64_t begin_ms_ = no_value; ///< of the placemark as a whole
  std::int64_t end_ms_ = no_value;
  std::int64_t first_ms_ = no_value; ///< of its tracks, pauses included
  std::int64_t last_ms_ = no_value;
  bool has_times_ = false;
  bool saw_time_without_zone_ = false;
  std::uint64_t points_ = 0;
  std::uint64_t bad_positions_ = 0;
  std::uint64_t unpaired_ = 0;
};

bool Reader::start_element(std::string_view name, const xml::Attributes& attributes, int depth) {
  if (depth == 1) {
    xml::require_root(name, "kml", "KML");
    return false;
  }
  const Role role = names.find(name);
  leaf_ = role;
  begin_leaf(depth);
  switch (scope()) {
  case Scope::file:
    if (role == Role::placemark) {
      return open(Scope::placemark, depth);
    }
    return role == Role::name && file_name_.empty();
  case Scope::placemark:
    return open_in_placemark(role, attributes, depth);
  case Scope::track:
    if (role == Role::array) {
      track_.arrays.push_back({std::string(attributes.find("name").value_or("unnamed")), {}});
      return open(Scope::array, depth);
    }
    return role == Role::when || role == Role::coord;
  case Scope::line:
    return role == Role::coordinates;
  case Scope::array:
  case Scope::sport:
    return role == Role::value;
  case Scope::left_out:
    return false;
  }
  return false;
}

bool Reader::open_in_placemark(Role role, const xml::Attributes& attributes, int depth) {
  switch (role) {
  case Role::track:
    track_ = Track();
    return open(Scope::track, depth);
  case Role::line:
    return open(Scope::line, depth);
  case Role::point:
    ++points_;
    return open(Scope::left_out, depth);
  case Role::area:
    return open(Scope::left_out, depth);
  case Role::data:
    return open(attributes.find("name") == "type" ? Scope::sport : Scope::left_out, depth);
  case Role::name:
  case Role::description:
    return is_child_of_scope(depth);
  default:
    return role == Role::when || role == Role::begin || role == Role::end;
  }
}

void Reader::close_leaf(std::string_view text) {
  switch (scope()) {
  case Scope::file:
    if (leaf_ == Role::name && file_name_.empty()) {
      file_name_ = trim(text);
    }
    break;
  case Scope::placemark:
    close_leaf_of_placemark(text);
    break;
  case Scope::track:
    close_leaf_of_track(text);
    break;
  case Scope::line:
    add_line(text);
    break;
  case Scope::array:
    if (leaf_ == Role::value) {
      track_.arrays.back().values.push_back(xml::parse_number(text));
    }
    break;
  case Scope::sport:
    recording_.provider_sport = trim(text);
    break;
  case Scope::left_out:
    break;
  }
}

void Reader::close_leaf_of_placemark(std::string_view text) {
  if (text.empty()) {
    return;
  }
  if (leaf_ == Role::name) {
    recording_.name = trim(text);
  } else if (leaf_ == Role::description) {
    recording_.description = trim(text);
  } else if (leaf_ == Role::when || leaf_ == Role::begin) {
    begin_ms_ = times_.read(trim(text));
  } else if (leaf_ == Role::end) {
    end_ms_ = times_.read(trim(text));
  }
}

void Reader::close_leaf_of_track(std::string_view text) {
  if (leaf_ == Role::when) {
    track_.times_ms.push_back(times_.read(trim(text)));
  } else if (leaf_ == Role::coord) {
    track_.coordinates.push_back(parse_coord(text));
    bad_positions_ += static_cast<std::uint64_t>(!trim(text).empty() && !track_.coordinates.back().usable());
  }
}

void Reader::add_line(std::string_view text) {
  builder_.begin_segment();
  while (const auto coordinate = take_tuple(text)) {
    if (coordinate->usable()) {
      builder_.begin_sample();
      builder_.set_position(coordinate->latitude, coordinate->longitude);
      builder_.set(xml::Quantity::altitude, coordinate->altitude);
    } else {
      ++bad_positions_;
    }
  }
}

void Reader::add_track() {
  for (const std::int64_t time : track_.times_ms) {
    if (time != no_value) {
      first_ms_ = first_ms_ == no_value ? time : first_ms_;
      last_ms_ = time;
    }
  }
  unpaired_ += track_.unpaired();
  track_.add_to(builder_);
  track_ = Track();
}

void Reader::close_scope(Scope closed) {
  if (closed == Scope::track) {
    add_track();
  } else if (closed == Scope::placemark) {
    close_recording();
  }
}

void Reader::close_recording() {
  if (builder_.samples() > 0) {
    const std::int64_t begin = first_ms_ != no_value ? first_ms_ : begin_ms_;
    const std::int64_t end = first_ms_ != no_value ? last_ms_ : end_ms_;
    if (begin != no_value) {
      recording_.start_ms = begin;
      has_times_ = true;
    }
    if (begin != no_value && end != no_value && end >= begin) {
      recording_.totals.elapsed_s = static_cast<double>(end - begin) / 1000.0;
    }
    recording_.streams = builder_.finish();
    recording_.utc_offset_s = times_.utc_offset_s();
    const Sport sport = sport_of_word(recording_.provider_sport);
    recording_.sport = sport.sport;
    recording_.sub_sport = sport.sub_sport;
    file_.recordings.push_back(std::move(recording_));
  }
  saw_time_without_zone_ = saw_time_without_zone_ || times_.saw_time_without_zone();
  times_.forget_zone();
  recording_ = Recording();
  builder_ = xml::TrackBuilder();
  begin_ms_ = end_ms_ = first_ms_ = last_ms_ = no_value;
}

void Reader::warn() {
  if (bad_positions_ > 0) {
    file_.damage.push_back(xml::counted(bad_positions_, "unusable position") + " left out");
  }
  if (unpaired_ > 0) {
    file_.warnings.push_back(xml::counted(unpaired_, "coordinate") + " without a time left out");
  }
  if (saw_time_without_zone_) {
    xml::warn_of_missing_zones(file_);
  }
  if (points_ > 0) {
    file_.warnings.push_back(xml::counted(points_, "waypoint") + " left out");
  }
}

ActivityFile Reader::finish(xml::Outcome outcome) {
  if (scope() == Scope::array || scope() == Scope::track) {
    add_track();
  }
  close_recording();
  xml::take_outcome(file_, std::move(outcome), !file_.recordings.empty() || points_ > 0, "KML");
  warn();
  file_.file_type = !file_.recordings.empty() ? has_times_ ? "activity" : "course" : points_ > 0 ? "waypoints" : "";
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

} // namespace tracekit::kml
