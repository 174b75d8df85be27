// SPDX-License-Identifier: MIT
#pragma once

#include "formats/fit/message.hpp"
#include "model/recording.hpp"

namespace tracekit::fit {

enum class SummaryKind { session, lap };

/// The totals of a session or lap message. Where a plain field and its enhanced twin are both written,
/// the plain one wins.
Totals read_totals(const Message& message, SummaryKind kind);

} // namespace tracekit::fit
