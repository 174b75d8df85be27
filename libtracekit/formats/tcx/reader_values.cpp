// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "formats/tcx/reader.hpp"
#include "formats/xml/writer.hpp"

namespace tracekit::tcx {
namespace {

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

} // namespace

void Reader::close_leaf(std::string_view text) {
  if (text.empty()) {
    return;
  }
  switch (scope()) {
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

} // namespace tracekit::tcx
