// SPDX-License-Identifier: MIT
#include "formats/fit/summary_fields.hpp"

#include <array>

namespace tracekit::fit {
namespace {

/// A field that a message does not have: no definition can name this number with a valid value.
constexpr std::uint8_t none = 255;

struct TotalsField {
  std::optional<double> Totals::* member;
  std::array<std::uint8_t, 2> plain;    ///< field numbers in session and lap messages
  std::array<std::uint8_t, 2> enhanced; ///< of the twin with more range
  double scale;
};

constexpr std::array<TotalsField, 18> totals_fields{{
    {&Totals::elapsed_s, {7, 7}, {none, none}, 1000},
    {&Totals::timer_s, {8, 8}, {none, none}, 1000},
    {&Totals::moving_s, {59, 52}, {none, none}, 1000},
    {&Totals::distance_m, {9, 9}, {none, none}, 100},
    {&Totals::ascent_m, {22, 21}, {none, none}, 1},
    {&Totals::descent_m, {23, 22}, {none, none}, 1},
    {&Totals::avg_speed_mps, {14, 13}, {124, 110}, 1000},
    {&Totals::max_speed_mps, {15, 14}, {125, 111}, 1000},
    {&Totals::avg_hr, {16, 15}, {none, none}, 1},
    {&Totals::max_hr, {17, 16}, {none, none}, 1},
    {&Totals::avg_cadence, {18, 17}, {none, none}, 1},
    {&Totals::max_cadence, {19, 18}, {none, none}, 1},
    {&Totals::avg_power, {20, 19}, {none, none}, 1},
    {&Totals::max_power, {21, 20}, {none, none}, 1},
    {&Totals::normalized_power, {34, 33}, {none, none}, 1},
    {&Totals::avg_temperature_c, {57, 50}, {none, none}, 1},
    {&Totals::max_temperature_c, {58, 51}, {none, none}, 1},
    {&Totals::calories_kcal, {11, 11}, {none, none}, 1},
}};

} // namespace

Totals read_totals(const Message& message, SummaryKind kind) {
  const std::size_t column = kind == SummaryKind::session ? 0 : 1;
  Totals totals;
  for (const TotalsField& field : totals_fields) {
    auto value = message.scaled(field.plain[column], field.scale);
    if (!value && field.enhanced[column] != none) {
      value = message.scaled(field.enhanced[column], field.scale);
    }
    totals.*field.member = value;
  }
  return totals;
}

} // namespace tracekit::fit
