// SPDX-License-Identifier: MIT
// A minimal FIT writer: only what the made-up athlete needs.
#include <array>
#include <cmath>
#include <initializer_list>

#include "sandbox/activity_files.hpp"

namespace tracekit::sandbox {
namespace {

constexpr std::int64_t fit_epoch = 631065600;

enum BaseType : std::uint8_t {
  fit_enum = 0x00,
  uint8 = 0x02,
  uint16 = 0x84,
  sint32 = 0x85,
  uint32 = 0x86,
  uint32z = 0x8C
};

struct Field {
  std::uint8_t number;
  BaseType type;
  [[nodiscard]] std::uint8_t size() const { return type == fit_enum || type == uint8 ? 1 : type == uint16 ? 2 : 4; }
};

/// Builds the records part, little-endian.
class Writer {
public:
  void define(std::uint8_t slot, std::uint16_t message, std::vector<Field> fields) {
    put(0x40U | slot, 1);
    put(0, 2); // reserved, architecture
    put(message, 2);
    put(fields.size(), 1);
    for (const Field& field : fields) {
      put(field.number, 1);
      put(field.size(), 1);
      put(field.type, 1);
    }
    slots_.at(slot) = std::move(fields);
  }

  void write(std::uint8_t slot, std::initializer_list<std::int64_t> values) {
    put(slot, 1);
    std::size_t i = 0;
    for (const std::int64_t value : values) {
      put(static_cast<std::uint64_t>(value), slots_.at(slot).at(i++).size());
    }
  }

  [[nodiscard]] Bytes finish() const {
    Bytes file{14, 0x10, 0x54, 0x08};
    const auto size = static_cast<std::uint32_t>(data_.size());
    for (unsigned shift = 0; shift < 32; shift += 8) {
      file.push_back(static_cast<std::uint8_t>(size >> shift));
    }
    file.insert(file.end(), {'.', 'F', 'I', 'T'});
    append_crc(file, 0);
    file.insert(file.end(), data_.begin(), data_.end());
    append_crc(file, 0);
    return file;
  }

private:
  void put(std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      data_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }
  }

  static void append_crc(Bytes& bytes, std::uint16_t crc) {
    for (const std::uint8_t byte : bytes) {
      crc = static_cast<std::uint16_t>(crc ^ byte);
      for (int bit = 0; bit < 8; ++bit) {
        crc = static_cast<std::uint16_t>((crc & 1U) != 0 ? (crc >> 1U) ^ 0xA001U : crc >> 1U);
      }
    }
    bytes.push_back(static_cast<std::uint8_t>(crc & 0xFFU));
    bytes.push_back(static_cast<std::uint8_t>(crc >> 8U));
  }

  Bytes data_;
  std::array<std::vector<Field>, 16> slots_;
};

std::int64_t semicircles(double degrees) { return std::llround(degrees * 2147483648.0 / 180.0); }

struct FitSport {
  std::int64_t sport;
  std::int64_t sub_sport;
};

FitSport fit_sport(const Workout& workout) {
  if (workout.sport == "cycling") {
    return {2, workout.sub_sport == "gravel_cycling" ? 46 : 7};
  }
  return {1, workout.sub_sport == "trail" ? 3 : 0};
}

} // namespace

Bytes fit_file(const Workout& workout, const std::vector<Sample>& track) {
  Writer out;
  const std::int64_t start = workout.start - fit_epoch;
  const std::int64_t end = track.back().time - fit_epoch;
  const std::int64_t distance = std::llround(track.back().distance_m * 100);
  const std::int64_t timer = static_cast<std::int64_t>(workout.moving_s) * 1000;
  const std::int64_t elapsed = static_cast<std::int64_t>(workout.elapsed_s) * 1000;
  out.define(0, 0, {{0, fit_enum}, {1, uint16}, {2, uint16}, {3, uint32z}, {4, uint32}});
  out.write(0, {4, 1, 4440, 3987654321, start});
  out.define(1, 21, {{253, uint32}, {0, fit_enum}, {1, fit_enum}});
  out.write(1, {start, 0, 0});
  out.define(2, 20,
             {{253, uint32},
              {0, sint32},
              {1, sint32},
              {5, uint32},
              {2, uint16},
              {6, uint16},
              {7, uint16},
              {3, uint8},
              {4, uint8}});
  for (const Sample& sample : track) {
    out.write(2, {sample.time - fit_epoch, semicircles(sample.position.lat), semicircles(sample.position.lon),
                  std::llround(sample.distance_m * 100), std::llround((sample.altitude_m + 500) * 5),
                  std::llround(sample.speed_mps * 1000), sample.power > 0 ? sample.power : 0xFFFF, sample.heart_rate,
                  sample.cadence});
  }
  out.write(1, {end, 0, 4});
  const FitSport sport = fit_sport(workout);
  out.define(3, 19, {{253, uint32}, {2, uint32}, {7, uint32}, {8, uint32}, {9, uint32}, {0, fit_enum}, {1, fit_enum}});
  out.write(3, {end, start, elapsed, timer, distance, 9, 1});
  out.define(4, 18,
             {{253, uint32},
              {2, uint32},
              {7, uint32},
              {8, uint32},
              {9, uint32},
              {11, uint16},
              {0, fit_enum},
              {1, fit_enum},
              {5, fit_enum},
              {6, fit_enum}});
  out.write(4, {end, start, elapsed, timer, distance, workout.moving_s / 6, 8, 1, sport.sport, sport.sub_sport});
  out.define(5, 34, {{253, uint32}, {0, uint32}, {1, uint16}, {5, uint32}});
  out.write(5, {end, timer, 1, end + workout.utc_offset_s});
  return out.finish();
}

Bytes activity_file(const Workout& workout, const std::vector<Sample>& track) {
  return workout.format == "gpx"   ? gpx_file(workout, track)
         : workout.format == "tcx" ? tcx_file(workout, track)
                                   : fit_file(workout, track);
}

} // namespace tracekit::sandbox
