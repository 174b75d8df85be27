// SPDX-License-Identifier: MIT
#include "formats/fit/summary_fields.hpp"

namespace tracekit::fit {
namespace {

constexpr std::array<TotalsField, 18> fields{{
    {&Totals::elapsed_s, {7, 7}, {no_field, no_field}, 1000, BaseType::uint32},
    {&Totals::timer_s, {8, 8}, {no_field, no_field}, 1000, BaseType::uint32},
    {&Totals::moving_s, {59, 52}, {no_field, no_field}, 1000, BaseType::uint32},
    {&Totals::distance_m, {9, 9}, {no_field, no_field}, 100, BaseType::uint32},
    {&Totals::ascent_m, {22, 21}, {no_field, no_field}, 1, BaseType::uint16},
    {&Totals::descent_m, {23, 22}, {no_field, no_field}, 1, BaseType::uint16},
    {&Totals::avg_speed_mps, {14, 13}, {124, 110}, 1000, BaseType::uint32},
    {&Totals::max_speed_mps, {15, 14}, {125, 111}, 1000, BaseType::uint32},
    {&Totals::avg_hr, {16, 15}, {no_field, no_field}, 1, BaseType::uint8},
    {&Totals::max_hr, {17, 16}, {no_field, no_field}, 1, BaseType::uint8},
    {&Totals::avg_cadence, {18, 17}, {no_field, no_field}, 1, BaseType::uint8},
    {&Totals::max_cadence, {19, 18}, {no_field, no_field}, 1, BaseType::uint8},
    {&Totals::avg_power, {20, 19}, {no_field, no_field}, 1, BaseType::uint16},
    {&Totals::max_power, {21, 20}, {no_field, no_field}, 1, BaseType::uint16},
    {&Totals::normalized_power, {34, 33}, {no_field, no_field}, 1, BaseType::uint16},
    {&Totals::avg_temperature_c, {57, 50}, {no_field, no_field}, 1, BaseType::sint8},
    {&Totals::max_temperature_c, {58, 51}, {no_field, no_field}, 1, BaseType::sint8},
    {&Totals::calories_kcal, {11, 11}, {no_field, no_field}, 1, BaseType::uint16},
}};

} // namespace

std::span<const TotalsField> totals_fields() { return fields; }

Totals read_totals(const Message& message, SummaryKind kind) {
  const auto column = static_cast<std::size_t>(kind);
  Totals totals;
  for (const TotalsField& field : fields) {
    auto value = message.scaled(field.plain[column], field.scale);
    if (!value && field.enhanced[column] != no_field) {
      value = message.scaled(field.enhanced[column], field.scale);
    }
    totals.*field.member = value;
  }
  return totals;
}

} // namespace tracekit::fit
