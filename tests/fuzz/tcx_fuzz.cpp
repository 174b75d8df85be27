// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>

#include "formats/tcx/tcx.hpp"
#include "recording_checks.hpp"

/// Whatever the bytes are, decoding ends with a consistent file or with an Error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tracekit::fuzz::check_decoder(tracekit::tcx::decode, data, size);
}
