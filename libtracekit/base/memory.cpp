// SPDX-License-Identifier: MIT
#include "base/memory.hpp"

#include <malloc.h>

namespace tracekit {

void keep_freed_memory() {
  constexpr int kept_bytes = 8 << 20;
  mallopt(M_TRIM_THRESHOLD, kept_bytes);
  mallopt(M_MMAP_THRESHOLD, kept_bytes);
  mallopt(M_TOP_PAD, 1 << 20); // fetched in fewer pieces, too
}

} // namespace tracekit
