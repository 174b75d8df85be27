// SPDX-License-Identifier: MIT
#include "formats/fit/profile.hpp"

#include <array>

#include "formats/fit/name_table.hpp"

namespace tracekit::fit {
namespace {

// clang-format off
/// The enum `file`, with the types that devices write but the profile does not name.
constexpr std::array<Name, 28> file_types{{
    {1, "device"}, {2, "settings"}, {3, "sport"}, {4, "activity"}, {5, "workout"}, {6, "course"}, {7, "schedules"},
    {8, "locations"}, {9, "weight"}, {10, "totals"}, {11, "goals"}, {14, "blood_pressure"}, {15, "monitoring_a"},
    {20, "activity_summary"}, {28, "monitoring_daily"}, {32, "monitoring_b"}, {34, "segment"}, {35, "segment_list"},
    {38, "score"}, {40, "exd_configuration"}, {41, "change_log"}, {44, "metrics"}, {49, "sleep"}, {58, "device_58"},
    {61, "ecg"}, {68, "hrv_status"}, {70, "hsa"}, {73, "skin_temperature"},
}};

/// The enum `lap_trigger`.
constexpr std::array<Name, 9> lap_triggers{{
    {0, "manual"}, {1, "time"}, {2, "distance"}, {3, "position_start"}, {4, "position_lap"}, {5, "position_waypoint"},
    {6, "position_marked"}, {7, "session_end"}, {8, "fitness_equipment"},
}};

/// The enum `intensity`.
constexpr std::array<Name, 7> intensities{{
    {0, "active"}, {1, "rest"}, {2, "warmup"}, {3, "cooldown"}, {4, "recovery"}, {5, "interval"}, {6, "other"},
}};

/// The enum `swim_stroke`.
constexpr std::array<Name, 9> swim_strokes{{
    {0, "freestyle"}, {1, "backstroke"}, {2, "breaststroke"}, {3, "butterfly"}, {4, "drill"}, {5, "mixed"}, {6, "im"},
    {7, "im_by_round"}, {8, "rimo"},
}};
// clang-format on

} // namespace

std::string file_type_name(std::int64_t number) { return name_or_number(file_types, number, "file_type_"); }

std::string lap_trigger_name(std::int64_t number) { return name_or_number(lap_triggers, number, "lap_trigger_"); }

std::string intensity_name(std::int64_t number) { return name_or_number(intensities, number, "intensity_"); }

std::string swim_stroke_name(std::int64_t number) { return name_or_number(swim_strokes, number, "swim_stroke_"); }

std::optional<std::int64_t> lap_trigger_number(std::string_view name) {
  return find_number(lap_triggers, name, "lap_trigger_");
}

std::optional<std::int64_t> intensity_number(std::string_view name) {
  return find_number(intensities, name, "intensity_");
}

std::optional<std::int64_t> swim_stroke_number(std::string_view name) {
  return find_number(swim_strokes, name, "swim_stroke_");
}

} // namespace tracekit::fit
