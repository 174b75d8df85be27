// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "base/bytes.hpp"
#include "formats/left_out.hpp"

namespace tracekit::fit {

/// Writes a FIT activity (protocol 2.0), or a course where no sample has a time: file_id, device, timer events for
/// gaps, samples, laps, pool lengths, sessions.
///
/// Channels that the profile names become its fields at its resolution, those called `field_<number>` the fields they
/// came from; every other channel, and those of developers, become developer fields. Times are whole seconds, totals
/// have the resolution of their fields. Recordings that follow one another are sessions of one part, others are parts
/// of their own behind each other.
///
/// `source` is the FIT file that the recordings were read from, if it was one and they are all that it holds. Then its
/// messages are written instead (`rewrite`), which say more than recordings do.
Bytes encode(std::span<const Recording> recordings, ByteView source, LeftOut& left_out);

} // namespace tracekit::fit
