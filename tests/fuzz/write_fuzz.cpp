// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/error.hpp"
#include "formats/decode.hpp"
#include "formats/encode.hpp"
#include "formats/fit/fit.hpp"

using namespace tracekit;

namespace {

void demand(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void check(const std::vector<Recording>& recordings, WrittenFormat format, ByteView fit_source = {}) {
  WrittenFile written;
  try {
    written = encode_file(recordings, format, fit_source);
  } catch (const Error& error) { // nothing that the format holds
    demand(error.kind() == ErrorKind::input);
    return;
  }
  if (format == WrittenFormat::geojson || format == WrittenFormat::csv) {
    return;
  }
  const ActivityFile again = decode_file(written.bytes, "again");
  demand(again.format == to_string(format));
  demand(again.recordings.size() <= recordings.size());
}

} // namespace

/// Whatever was read can be written in each format, and what was written is read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<Recording> recordings;
  try {
    recordings = decode_file({data, size}, "it").recordings;
  } catch (const Error&) { // it is no activity file
    return 0;
  }
  for (const WrittenFormat format : {WrittenFormat::fit, WrittenFormat::gpx, WrittenFormat::tcx, WrittenFormat::kml,
                                     WrittenFormat::geojson, WrittenFormat::csv}) {
    check(recordings, format);
  }
  if (fit::looks_like_fit({data, size})) {
    check(recordings, WrittenFormat::fit, {data, size});
  }
  return 0;
}
