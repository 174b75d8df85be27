// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

#include "store/checking/fault.hpp"
#include "store/sql/connection.hpp"

namespace tracekit::store {

/// A fault for each stored text that should be JSON and cannot be read as such.
void check_texts(sql::Connection& connection, const Slice& slice, const std::function<void(Fault)>& report);

} // namespace tracekit::store
