// SPDX-License-Identifier: MIT
#include "formats/xml/track_builder.hpp"

#include <algorithm>
#include <utility>

namespace tracekit::xml {
namespace {

struct QuantityName {
  std::string_view name;
  std::string_view unit;
};

constexpr std::array<QuantityName, static_cast<std::size_t>(Quantity::count)> quantity_names{{
    {"altitude", "m"},
    {"distance", "m"},
    {"speed", "m/s"},
    {"vertical_speed", "m/s"},
    {"heart_rate", "bpm"},
    {"cadence", "rpm"},
    {"power", "W"},
    {"temperature", "C"},
    {"water_temperature", "C"},
    {"depth", "m"},
    {"course", "deg"},
    {"pressure", "hPa"},
    {"horizontal_accuracy", "m"},
    {"vertical_accuracy", "m"},
}};

constexpr std::size_t most_others = 64;

} // namespace

void TrackBuilder::begin_sample() {
  if (gap_ && !time_ms_.empty()) {
    segment_starts_.push_back(static_cast<std::uint32_t>(time_ms_.size()));
  }
  gap_ = false;
  time_ms_.push_back(no_value);
}

void TrackBuilder::set_time(std::int64_t time_ms) {
  if (!time_ms_.empty() && time_ms_.back() == no_value) {
    time_ms_.back() = time_ms;
    has_times_ = has_times_ || time_ms != no_value;
  }
}

void TrackBuilder::set_position(std::int64_t latitude_pico, std::int64_t longitude_pico) {
  const std::size_t sample = time_ms_.size();
  if (sample == 0 || latitude_.size() == sample || latitude_pico == no_value || longitude_pico == no_value) {
    return;
  }
  latitude_.resize(sample - 1, no_value);
  longitude_.resize(sample - 1, no_value);
  latitude_.push_back(latitude_pico);
  longitude_.push_back(longitude_pico);
}

void TrackBuilder::set(Quantity quantity, const Number& number) {
  if (time_ms_.empty() || number.kind == Number::Kind::none) {
    return;
  }
  auto& known = known_[static_cast<std::size_t>(quantity)];
  if (known == 0) {
    const QuantityName& description = quantity_names[static_cast<std::size_t>(quantity)];
    known = static_cast<std::uint8_t>(add_column(description.name, description.unit) + 1);
  }
  columns_[known - 1U].values.set(time_ms_.size() - 1, number);
}

void TrackBuilder::set_other(std::string_view name, const Number& number) {
  if (time_ms_.empty() || number.kind == Number::Kind::none || name.empty()) {
    return;
  }
  const auto found =
      std::find_if(others_.begin(), others_.end(), [&](std::size_t i) { return columns_[i].name == name; });
  if (found != others_.end()) {
    columns_[*found].values.set(time_ms_.size() - 1, number);
    return;
  }
  // Somebody's own element may bear the name of one of our channels.
  for (std::size_t i = 0; i < quantity_names.size(); ++i) {
    if (quantity_names[i].name == name) {
      set(static_cast<Quantity>(i), number);
      return;
    }
  }
  if (others_.size() < most_others) {
    others_.push_back(add_column(name, {}));
    columns_.back().values.set(time_ms_.size() - 1, number);
  }
}

std::size_t TrackBuilder::add_column(std::string_view name, std::string_view unit) {
  columns_.push_back({std::string(name), std::string(unit), {}});
  return columns_.size() - 1;
}

Streams TrackBuilder::finish() {
  Streams streams;
  const std::size_t samples = time_ms_.size();
  streams.time_ms = std::move(time_ms_);
  streams.segment_starts = std::move(segment_starts_);
  if (!latitude_.empty()) {
    streams.channels.push_back(finish_degrees(std::move(latitude_), samples, "latitude"));
    streams.channels.push_back(finish_degrees(std::move(longitude_), samples, "longitude"));
  }
  for (Column& column : columns_) {
    streams.channels.push_back(column.values.finish(samples, std::move(column.name), std::move(column.unit)));
  }
  *this = TrackBuilder();
  return streams;
}

} // namespace tracekit::xml
