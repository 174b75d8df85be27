// SPDX-License-Identifier: MIT
#pragma once

#include "base/bytes.hpp"

namespace tracekit::sandbox {

Bytes gzipped(ByteView bytes);

} // namespace tracekit::sandbox
