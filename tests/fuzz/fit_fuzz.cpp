// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/error.hpp"
#include "formats/fit/fit.hpp"

using namespace tracekit;

namespace {

void demand(bool condition) {
  if (!condition) {
    std::abort();
  }
}

} // namespace

/// Whatever the bytes are, decoding ends with a file or with an Error, and what it returns is consistent.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const ActivityFile file = fit::decode({data, size});
    demand(fit::looks_like_fit({data, size}));
    std::uint64_t samples = 0;
    for (const Recording& recording : file.recordings) {
      samples += recording.streams.size();
      for (const Channel& channel : recording.streams.channels) {
        demand(channel.values.size() == recording.streams.size());
      }
      for (const std::uint32_t start : recording.streams.segment_starts) {
        demand(start > 0 && start < recording.streams.size());
      }
    }
    const auto records = file.message_counts.find(20);
    demand(samples == (records == file.message_counts.end() ? 0 : records->second));
  } catch (const Error& error) {
    demand(error.kind() == ErrorKind::input);
  }
  return 0;
}
