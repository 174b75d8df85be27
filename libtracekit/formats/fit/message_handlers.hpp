// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "formats/fit/message.hpp"
#include "formats/fit/part.hpp"
#include "formats/fit/strap_clock.hpp"

namespace tracekit::fit {

/// What the handlers of messages write to.
struct ReadingState {
  Part part;
  DeveloperFields developers;
  StrapClock strap_clock;
  std::size_t rows = 0;      ///< samples so far
  bool has_too_many = false; ///< sessions, laps ... beyond what any device writes were left out
};

/// Number of the handler of a message, 0 when such messages are only counted. Record messages have none.
std::size_t find_handler(std::uint16_t message_number);

/// Calls a handler (not 0).
void handle_message(std::size_t handler, const Message& message, ReadingState& state);

} // namespace tracekit::fit
