// SPDX-License-Identifier: MIT
#pragma once

namespace tracekit {

/// Tells the allocator to keep what is freed for the next to take. Programs that read one file after the other call it
/// at their start: given back to the system each time, every page of a file's columns would be a fault again.
void keep_freed_memory();

} // namespace tracekit
