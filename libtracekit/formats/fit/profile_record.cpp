// SPDX-License-Identifier: MIT
#include "formats/fit/profile.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace tracekit::fit {
namespace {

constexpr double semicircles_per_degree = 2147483648.0 / 180.0;

/// The fields of record messages (20), sorted by number.
constexpr std::array<RecordField, 83> record_fields{{
    {0, "latitude", "deg", semicircles_per_degree, 0, 0, BaseType::sint32},
    {1, "longitude", "deg", semicircles_per_degree, 0, 0, BaseType::sint32},
    {2, "altitude", "m", 5, 500, 1, BaseType::uint16},
    {3, "heart_rate", "bpm", 1, 0, 0, BaseType::uint8},
    {4, "cadence", "rpm", 1, 0, 0, BaseType::uint8},
    {5, "distance", "m", 100, 0, 0, BaseType::uint32},
    {6, "speed", "m/s", 1000, 0, 1, BaseType::uint16},
    {7, "power", "W", 1, 0, 0, BaseType::uint16},
    {8, "compressed_speed_distance", "", 1, 0, 0, BaseType::byte},
    {9, "grade", "%", 100, 0, 0, BaseType::sint16},
    {10, "resistance", "", 1, 0, 0, BaseType::uint8},
    {11, "time_from_course", "s", 1000, 0, 0, BaseType::sint32},
    {12, "cycle_length", "m", 100, 0, 0, BaseType::uint8},
    {13, "temperature", "C", 1, 0, 0, BaseType::sint8},
    {17, "speed1s", "m/s", 16, 0, 0, BaseType::uint8},
    {18, "cycles", "", 1, 0, 0, BaseType::uint8},
    {19, "total_cycles", "cycles", 1, 0, 0, BaseType::uint32},
    {28, "compressed_accumulated_power", "", 1, 0, 0, BaseType::uint16},
    {29, "accumulated_power", "W", 1, 0, 0, BaseType::uint32},
    {30, "left_right_balance", "", 1, 0, 0, BaseType::uint8},
    {31, "gps_accuracy", "m", 1, 0, 0, BaseType::uint8},
    {32, "vertical_speed", "m/s", 1000, 0, 0, BaseType::sint16},
    {33, "calories", "kcal", 1, 0, 0, BaseType::uint16},
    {39, "vertical_oscillation", "mm", 10, 0, 0, BaseType::uint16},
    {40, "stance_time_percent", "%", 100, 0, 0, BaseType::uint16},
    {41, "stance_time", "ms", 10, 0, 0, BaseType::uint16},
    {42, "activity_type", "", 1, 0, 0, BaseType::enumeration},
    {43, "left_torque_effectiveness", "%", 2, 0, 0, BaseType::uint8},
    {44, "right_torque_effectiveness", "%", 2, 0, 0, BaseType::uint8},
    {45, "left_pedal_smoothness", "%", 2, 0, 0, BaseType::uint8},
    {46, "right_pedal_smoothness", "%", 2, 0, 0, BaseType::uint8},
    {47, "combined_pedal_smoothness", "%", 2, 0, 0, BaseType::uint8},
    {48, "time128", "s", 128, 0, 0, BaseType::uint8},
    {49, "stroke_type", "", 1, 0, 0, BaseType::enumeration},
    {50, "zone", "", 1, 0, 0, BaseType::uint8},
    {51, "ball_speed", "m/s", 100, 0, 0, BaseType::uint16},
    {52, "cadence256", "rpm", 256, 0, 0, BaseType::uint16},
    {53, "fractional_cadence", "rpm", 128, 0, 0, BaseType::uint8},
    {54, "total_hemoglobin_conc", "g/dL", 100, 0, 0, BaseType::uint16},
    {55, "total_hemoglobin_conc_min", "g/dL", 100, 0, 0, BaseType::uint16},
    {56, "total_hemoglobin_conc_max", "g/dL", 100, 0, 0, BaseType::uint16},
    {57, "saturated_hemoglobin_percent", "%", 10, 0, 0, BaseType::uint16},
    {58, "saturated_hemoglobin_percent_min", "%", 10, 0, 0, BaseType::uint16},
    {59, "saturated_hemoglobin_percent_max", "%", 10, 0, 0, BaseType::uint16},
    {62, "device_index", "", 1, 0, 0, BaseType::uint8},
    {67, "left_pco", "mm", 1, 0, 0, BaseType::sint8},
    {68, "right_pco", "mm", 1, 0, 0, BaseType::sint8},
    {69, "left_power_phase", "deg", 0.7111111, 0, 0, BaseType::uint8},
    {70, "left_power_phase_peak", "deg", 0.7111111, 0, 0, BaseType::uint8},
    {71, "right_power_phase", "deg", 0.7111111, 0, 0, BaseType::uint8},
    {72, "right_power_phase_peak", "deg", 0.7111111, 0, 0, BaseType::uint8},
    {73, "speed", "m/s", 1000, 0, 0, BaseType::uint32},
    {78, "altitude", "m", 5, 500, 0, BaseType::uint32},
    {81, "battery_soc", "%", 2, 0, 0, BaseType::uint8},
    {82, "motor_power", "W", 1, 0, 0, BaseType::uint16},
    {83, "vertical_ratio", "%", 100, 0, 0, BaseType::uint16},
    {84, "stance_time_balance", "%", 100, 0, 0, BaseType::uint16},
    {85, "step_length", "mm", 10, 0, 0, BaseType::uint16},
    {87, "cycle_length16", "m", 100, 0, 0, BaseType::uint16},
    {91, "absolute_pressure", "Pa", 1, 0, 0, BaseType::uint32},
    {92, "depth", "m", 1000, 0, 0, BaseType::uint32},
    {93, "next_stop_depth", "m", 1000, 0, 0, BaseType::uint32},
    {94, "next_stop_time", "s", 1, 0, 0, BaseType::uint32},
    {95, "time_to_surface", "s", 1, 0, 0, BaseType::uint32},
    {96, "ndl_time", "s", 1, 0, 0, BaseType::uint32},
    {97, "cns_load", "%", 1, 0, 0, BaseType::uint8},
    {98, "n2_load", "%", 1, 0, 0, BaseType::uint16},
    {99, "respiration_rate", "breaths/min", 1, 0, 1, BaseType::uint8},
    {108, "respiration_rate", "breaths/min", 100, 0, 0, BaseType::uint16},
    {114, "grit", "", 1, 0, 0, BaseType::float32},
    {115, "flow", "", 1, 0, 0, BaseType::float32},
    {116, "current_stress", "", 100, 0, 0, BaseType::uint16},
    {117, "ebike_travel_range", "km", 1, 0, 0, BaseType::uint16},
    {118, "ebike_battery_level", "%", 1, 0, 0, BaseType::uint8},
    {119, "ebike_assist_mode", "", 1, 0, 0, BaseType::uint8},
    {120, "ebike_assist_level_percent", "%", 1, 0, 0, BaseType::uint8},
    {123, "air_time_remaining", "s", 1, 0, 0, BaseType::uint32},
    {124, "pressure_sac", "bar/min", 100, 0, 0, BaseType::uint16},
    {125, "volume_sac", "L/min", 100, 0, 0, BaseType::uint16},
    {126, "rmv", "L/min", 100, 0, 0, BaseType::uint16},
    {127, "ascent_rate", "m/s", 1000, 0, 0, BaseType::sint32},
    {129, "po2", "%", 100, 0, 0, BaseType::uint8},
    {139, "core_temperature", "C", 100, 0, 0, BaseType::uint16},
}};

} // namespace

const RecordField* find_record_field(std::uint8_t number) {
  const auto* found = std::lower_bound(record_fields.begin(), record_fields.end(), number,
                                       [](const RecordField& field, std::uint8_t n) { return field.number < n; });
  return found != record_fields.end() && found->number == number ? found : nullptr;
}

const RecordField* find_record_field(std::string_view channel) {
  const RecordField* best = nullptr;
  for (const RecordField& field : record_fields) {
    if (field.channel == channel && (best == nullptr || field.rank < best->rank)) {
      best = &field;
    }
  }
  return best;
}

} // namespace tracekit::fit
