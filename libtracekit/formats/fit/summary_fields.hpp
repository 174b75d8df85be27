// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <span>

#include "formats/fit/message.hpp"
#include "model/recording.hpp"

namespace tracekit::fit {

enum class SummaryKind { session, lap };

/// The number of no field: no definition can name it with a valid value.
inline constexpr std::uint8_t no_field = 255;

/// Where one of the totals stands in session and lap messages.
struct TotalsField {
  std::optional<double> Totals::* member;
  std::array<std::uint8_t, 2> plain;    ///< field numbers by SummaryKind
  std::array<std::uint8_t, 2> enhanced; ///< of the twin with more range, or `no_field`
  double scale;
  BaseType type; ///< of the twin where there is one

  /// The field that is written: the one with the most range.
  [[nodiscard]] std::uint8_t written(SummaryKind kind) const {
    const auto column = static_cast<std::size_t>(kind);
    return enhanced[column] == no_field ? plain[column] : enhanced[column];
  }
};

std::span<const TotalsField> totals_fields();

/// The totals of a session or lap message. Where a plain field and its enhanced twin are both written,
/// the plain one wins.
Totals read_totals(const Message& message, SummaryKind kind);

} // namespace tracekit::fit
