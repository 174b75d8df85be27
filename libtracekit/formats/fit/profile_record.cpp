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
    {0, "latitude", "deg", semicircles_per_degree, 0, 0},
    {1, "longitude", "deg", semicircles_per_degree, 0, 0},
    {2, "altitude", "m", 5, 500, 1},
    {3, "heart_rate", "bpm", 1, 0, 0},
    {4, "cadence", "rpm", 1, 0, 0},
    {5, "distance", "m", 100, 0, 0},
    {6, "speed", "m/s", 1000, 0, 1},
    {7, "power", "W", 1, 0, 0},
    {8, "compressed_speed_distance", "", 1, 0, 0},
    {9, "grade", "%", 100, 0, 0},
    {10, "resistance", "", 1, 0, 0},
    {11, "time_from_course", "s", 1000, 0, 0},
    {12, "cycle_length", "m", 100, 0, 0},
    {13, "temperature", "C", 1, 0, 0},
    {17, "speed1s", "m/s", 16, 0, 0},
    {18, "cycles", "", 1, 0, 0},
    {19, "total_cycles", "cycles", 1, 0, 0},
    {28, "compressed_accumulated_power", "", 1, 0, 0},
    {29, "accumulated_power", "W", 1, 0, 0},
    {30, "left_right_balance", "", 1, 0, 0},
    {31, "gps_accuracy", "m", 1, 0, 0},
    {32, "vertical_speed", "m/s", 1000, 0, 0},
    {33, "calories", "kcal", 1, 0, 0},
    {39, "vertical_oscillation", "mm", 10, 0, 0},
    {40, "stance_time_percent", "%", 100, 0, 0},
    {41, "stance_time", "ms", 10, 0, 0},
    {42, "activity_type", "", 1, 0, 0},
    {43, "left_torque_effectiveness", "%", 2, 0, 0},
    {44, "right_torque_effectiveness", "%", 2, 0, 0},
    {45, "left_pedal_smoothness", "%", 2, 0, 0},
    {46, "right_pedal_smoothness", "%", 2, 0, 0},
    {47, "combined_pedal_smoothness", "%", 2, 0, 0},
    {48, "time128", "s", 128, 0, 0},
    {49, "stroke_type", "", 1, 0, 0},
    {50, "zone", "", 1, 0, 0},
    {51, "ball_speed", "m/s", 100, 0, 0},
    {52, "cadence256", "rpm", 256, 0, 0},
    {53, "fractional_cadence", "rpm", 128, 0, 0},
    {54, "total_hemoglobin_conc", "g/dL", 100, 0, 0},
    {55, "total_hemoglobin_conc_min", "g/dL", 100, 0, 0},
    {56, "total_hemoglobin_conc_max", "g/dL", 100, 0, 0},
    {57, "saturated_hemoglobin_percent", "%", 10, 0, 0},
    {58, "saturated_hemoglobin_percent_min", "%", 10, 0, 0},
    {59, "saturated_hemoglobin_percent_max", "%", 10, 0, 0},
    {62, "device_index", "", 1, 0, 0},
    {67, "left_pco", "mm", 1, 0, 0},
    {68, "right_pco", "mm", 1, 0, 0},
    {69, "left_power_phase", "deg", 0.7111111, 0, 0},
    {70, "left_power_phase_peak", "deg", 0.7111111, 0, 0},
    {71, "right_power_phase", "deg", 0.7111111, 0, 0},
    {72, "right_power_phase_peak", "deg", 0.7111111, 0, 0},
    {73, "speed", "m/s", 1000, 0, 0},
    {78, "altitude", "m", 5, 500, 0},
    {81, "battery_soc", "%", 2, 0, 0},
    {82, "motor_power", "W", 1, 0, 0},
    {83, "vertical_ratio", "%", 100, 0, 0},
    {84, "stance_time_balance", "%", 100, 0, 0},
    {85, "step_length", "mm", 10, 0, 0},
    {87, "cycle_length16", "m", 100, 0, 0},
    {91, "absolute_pressure", "Pa", 1, 0, 0},
    {92, "depth", "m", 1000, 0, 0},
    {93, "next_stop_depth", "m", 1000, 0, 0},
    {94, "next_stop_time", "s", 1, 0, 0},
    {95, "time_to_surface", "s", 1, 0, 0},
    {96, "ndl_time", "s", 1, 0, 0},
    {97, "cns_load", "%", 1, 0, 0},
    {98, "n2_load", "%", 1, 0, 0},
    {99, "respiration_rate", "breaths/min", 1, 0, 1},
    {108, "respiration_rate", "breaths/min", 100, 0, 0},
    {114, "grit", "", 1, 0, 0},
    {115, "flow", "", 1, 0, 0},
    {116, "current_stress", "", 100, 0, 0},
    {117, "ebike_travel_range", "km", 1, 0, 0},
    {118, "ebike_battery_level", "%", 1, 0, 0},
    {119, "ebike_assist_mode", "", 1, 0, 0},
    {120, "ebike_assist_level_percent", "%", 1, 0, 0},
    {123, "air_time_remaining", "s", 1, 0, 0},
    {124, "pressure_sac", "bar/min", 100, 0, 0},
    {125, "volume_sac", "L/min", 100, 0, 0},
    {126, "rmv", "L/min", 100, 0, 0},
    {127, "ascent_rate", "m/s", 1000, 0, 0},
    {129, "po2", "%", 100, 0, 0},
    {139, "core_temperature", "C", 100, 0, 0},
}};

} // namespace

const RecordField* find_record_field(std::uint8_t number) {
  const auto* found = std::lower_bound(record_fields.begin(), record_fields.end(), number,
                                       [](const RecordField& field, std::uint8_t n) { return field.number < n; });
  return found != record_fields.end() && found->number == number ? found : nullptr;
}

} // namespace tracekit::fit
