// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "sync/plan.hpp"

namespace tracekit::sync {

/// The stable id of a change: 16 hex digits over target, kind, field and values. Changes that create something, and
/// those about two records, are told by their source instead of by values.
std::string change_id(const Change& change);

} // namespace tracekit::sync
