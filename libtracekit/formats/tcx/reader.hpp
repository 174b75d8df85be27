// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/tcx/names.hpp"
#include "formats/xml/scoped_handler.hpp"
#include "formats/xml/time_reader.hpp"
#include "formats/xml/track_builder.hpp"
#include "model/recording.hpp"

namespace tracekit::tcx {

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

/// Turns the elements of one TCX document into recordings.
class Reader final : public xml::ScopedHandler<Scope> {
public:
  Reader() : ScopedHandler(Scope::file) {}
  bool start_element(std::string_view name, const xml::Attributes& attributes, int depth) override;

  ActivityFile finish(xml::Outcome outcome);

private:
  bool open_in_file(Role role, std::string_view name, const xml::Attributes& attributes, int depth);
  bool open_in_session(Role role, const xml::Attributes& attributes, int depth);
  bool open_in_lap(const Meaning& meaning, int depth);
  bool open_in_trackpoint(Role role, std::string_view name);
  void open_session(Scope scope, std::string_view sport, int depth);
  void open_lap(const xml::Attributes& attributes, int depth);
  void open_track(int depth);
  void close_leaf(std::string_view text) override;
  void close_leaf_of_session(std::string_view text);
  void close_leaf_of_lap(std::string_view text);
  void close_leaf_of_trackpoint(std::string_view text);
  void close_leaf_of_creator(std::string_view text);
  void close_scope(Scope closed) override;
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
  Meaning leaf_;
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

} // namespace tracekit::tcx
