// SPDX-License-Identifier: MIT
#pragma once

#include "model/streams.hpp"

namespace tracekit::fit {

/// Turns a channel into one of kind float64 that holds physical values: value / scale - offset.
void to_float64(Channel& channel, double scale, double offset);

/// Gives `channel` the values of `other` where it has none. Both have the same length and mean the same quantity; when
/// their scales differ, `channel` takes the smallest common one (or float64 when there is none), so that
/// nothing is rounded.
void fill_gaps(Channel& channel, Channel other);

} // namespace tracekit::fit
