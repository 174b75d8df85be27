// SPDX-License-Identifier: MIT
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/error.hpp"
#include "formats/archive/zip_reader.hpp"

using namespace tracekit;

/// Whatever the bytes are, an archive is read as far as it goes, or refused with an Error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int descriptor = ::memfd_create("archive", MFD_CLOEXEC);
  if (descriptor < 0 || ::write(descriptor, data, size) != static_cast<ssize_t>(size)) {
    std::abort();
  }
  FileHandle file(::fdopen(descriptor, "rb"));
  try {
    archive::ZipReader zip(std::move(file));
    for (std::size_t member = 0; member < zip.members().size() && member < 100; ++member) {
      constexpr std::size_t beginning = 64;
      if (zip.peek(member, beginning).size() > beginning) {
        std::abort();
      }
      try {
        constexpr std::uint64_t limit = std::uint64_t{1} << 22U;
        if (zip.read(member, limit).size() > limit || !zip.members()[member].refusal.empty()) {
          std::abort();
        }
      } catch (const Error&) { // this member is refused, damaged or too large
      }
    }
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::input) {
      std::abort();
    }
  }
  return 0;
}
