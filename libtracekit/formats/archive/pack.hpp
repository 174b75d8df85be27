// SPDX-License-Identifier: MIT
#pragma once

#include "base/bytes.hpp"

namespace tracekit::archive {

/// A gzip file of these bytes, the same for the same bytes.
Bytes pack_gzip(ByteView bytes);

} // namespace tracekit::archive
