// SPDX-License-Identifier: MIT
// Reads all files named on the command line in one process and on one core, as far as a peer would: bytes to columns
// with checksums and derived totals. Prints what that takes, beside reading, hashing and copying the same bytes.

#include <fmt/format.h>

#include <cstring>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/memory.hpp"
#include "formats/decode.hpp"

namespace {

using namespace tracekit;

double processor_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

} // namespace

int main(int argc, char** argv) {
  keep_freed_memory(); // as the command line does
  const std::vector<std::string> files(argv + 1, argv + argc);
  std::size_t total = 0;
  std::size_t samples = 0;
  std::size_t unreadable = 0;
  const auto measure = [&](const char* label, const std::function<void(const std::string&, const Bytes&)>& work) {
    total = 0;
    const double begun = processor_seconds();
    for (const std::string& file : files) {
      const Bytes bytes = read_file(file);
      total += bytes.size();
      work(file, bytes);
    }
    const double seconds = processor_seconds() - begun;
    fmt::print("  {:<24} processor {:6.3f} s  {:7.1f} MB/s\n", label, seconds,
               static_cast<double>(total) / seconds / 1e6);
  };
  measure("read", [](const std::string&, const Bytes&) {});
  measure("read, copy", [](const std::string&, const Bytes& bytes) {
    Bytes copy(bytes.size());
    std::memcpy(copy.data(), bytes.data(), bytes.size());
    if (copy != bytes) { // so that the copy is not left out
      fmt::print("?\n");
    }
  });
  measure("read, SHA-256", [](const std::string&, const Bytes& bytes) { sha256_hex(bytes); });
  measure("read, decode", [&](const std::string& file, const Bytes& bytes) {
    try {
      for (const Recording& recording : decode_file(bytes, file).recordings) {
        samples += recording.streams.size();
      }
    } catch (const Error&) {
      ++unreadable;
    }
  });
  fmt::print("  {} files, {:.1f} MB, {} samples, {} unreadable\n", files.size(), static_cast<double>(total) / 1e6,
             samples, unreadable);
}
