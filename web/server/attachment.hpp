// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "http/message.hpp"

namespace tracekit::web {

/// A file that browsers save and never show: what is in it is nobody's word but its maker's. The name is of letters,
/// digits, `-`, `_` and `.` only.
Response attachment(std::string_view name, std::string media_type, ByteView bytes);

} // namespace tracekit::web
