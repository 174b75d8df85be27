// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "model/record.hpp"
#include "model/sport.hpp"

namespace tracekit::test {

/// Builds a record in words: `ARecord("garmin", "1").ride().at("2025-08-03T07:00:00Z").km(42).lasting(5400)`.
class ARecord {
public:
  ARecord(std::string provider, std::string id) { record_.key = {std::move(provider), std::move(id)}; }

  ARecord& at(std::string_view utc) {
    record_.start = parse_iso_time(utc).value().utc_ms() / 1000;
    return *this;
  }
  ARecord& later(std::int64_t seconds) {
    record_.start = record_.start.value() + seconds;
    return *this;
  }
  ARecord& offset(int seconds) {
    record_.utc_offset_s = seconds;
    return *this;
  }
  ARecord& on(std::string_view date) {
    record_.start_local = wall_midnight(parse_date(date).value());
    record_.date_only = true;
    return *this;
  }
  ARecord& km(double kilometres) {
    record_.totals.distance_m = 1000 * kilometres;
    return *this;
  }
  ARecord& miles(double miles) {
    record_.totals.distance_m = 1609.344 * miles;
    return *this;
  }
  ARecord& lasting(double seconds) {
    record_.totals.elapsed_s = seconds;
    return *this;
  }
  ARecord& as(std::string_view word) {
    const Sport sport = sport_of_word(word);
    record_.type = word;
    record_.sport = sport.sport;
    record_.sub_sport = sport.sub_sport;
    return *this;
  }
  ARecord& ride() { return as("ride"); }
  ARecord& run() { return as("run"); }
  ARecord& named(std::string name) {
    record_.name = std::move(name);
    return *this;
  }
  ARecord& with(std::string equipment) {
    record_.equipment = std::move(equipment);
    return *this;
  }
  /// A track of 32 points: from a place, so many kilometres in a direction (degrees, 0 is north).
  ARecord& track(Position from, double kilometres, double direction) {
    constexpr double degree_km = 111.195;
    constexpr double radian = 0.017453292519943295;
    record_.sketch.clear();
    for (int i = 0; i < 32; ++i) {
      const double walked = kilometres * i / 31 / degree_km;
      record_.sketch.push_back({from.lat + walked * std::cos(direction * radian),
                                from.lon + walked * std::sin(direction * radian) / std::cos(from.lat * radian)});
    }
    record_.first = record_.sketch.front();
    record_.last = record_.sketch.back();
    return *this;
  }
  ARecord& backwards() {
    record_.sketch = {record_.sketch.rbegin(), record_.sketch.rend()};
    std::swap(record_.first, record_.last);
    return *this;
  }
  template <typename Edit> ARecord& but(Edit edit) {
    edit(record_);
    return *this;
  }

  operator Record() const { return record_; } // NOLINT(google-explicit-constructor): a builder becomes what it builds

private:
  Record record_;
};

} // namespace tracekit::test
