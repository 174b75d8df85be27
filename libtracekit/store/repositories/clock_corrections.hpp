// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/repositories/scope.hpp"

namespace tracekit::store {

/// A person's word on a provider whose records were found to start `offset_s` too late (negative: too early) on the
/// local days [first_day, last_day]: accepted, so that they count as corrected, or refused, so that nobody asks again.
struct ClockCorrection {
  std::string provider;
  std::int64_t first_day = 0; ///< days since 1970
  std::int64_t last_day = 0;
  std::int64_t offset_s = 0;
  bool accepted = false;
  EpochSeconds said_at = 0;
  friend bool operator==(const ClockCorrection&, const ClockCorrection&) = default;
};

/// One person's words on clocks. They change no stored record.
class ClockCorrections : public Scope {
public:
  using Scope::Scope;

  /// Remembers; a later word on the same provider, first day and offset replaces the earlier one.
  void say(const ClockCorrection& correction);
  [[nodiscard]] std::vector<ClockCorrection> all() const; ///< by provider, then first day
};

} // namespace tracekit::store
