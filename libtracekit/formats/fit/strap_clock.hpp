// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "formats/fit/message.hpp"
#include "formats/fit/part.hpp"

namespace tracekit::fit {

/// Turns hr messages (132) into beats with a time (section 14): a strap counts 1/1024 seconds on its own clock, and
/// an anchor message ties that clock to the time of day.
class StrapClock {
public:
  /// Appends the beats of one hr message. Messages before the first anchor are ignored.
  void read(const Message& message, std::vector<StrapBeat>& beats);

private:
  std::vector<std::uint64_t> event_times(const Message& message);
  std::uint64_t accumulate(std::uint32_t low_bits);

  std::optional<double> anchor_s_;
  std::uint64_t anchor_event_ = 0;
  std::uint64_t last_event_ = 0;
};

/// The mean heart rate of the beats since the sample before, for each sample; `no_value` where there is none. A gap
/// between beats keeps the rate before it, in steps of a quarter second for at most five seconds.
/// `time_ms` are the times of the samples; those of the beats are UTC seconds here and ascend.
std::vector<std::int64_t> strap_heart_rates(const std::vector<StrapBeat>& beats,
                                            const std::vector<std::int64_t>& time_ms);

} // namespace tracekit::fit
