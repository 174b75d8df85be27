// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <span>

#include "model/recording.hpp"
#include "net/json_fields.hpp"

namespace tracekit {

/// Where a service writes one of the totals of a workout, and what makes SI of its unit.
struct TotalField {
  const char* key;
  std::optional<double> Totals::* member;
  double scale = 1;
};

/// Takes what is there; a zero stands for "not known".
inline void read_totals(Totals& totals, const nlohmann::json& workout, std::span<const TotalField> fields) {
  for (const TotalField& field : fields) {
    if (const auto value = net::amount_of(workout, field.key)) {
      totals.*field.member = *value * field.scale;
    }
  }
}

} // namespace tracekit
