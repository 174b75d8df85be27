// SPDX-License-Identifier: MIT
#include "config/sodium.hpp"

#include <sodium.h>

#include "base/error.hpp"

namespace tracekit::config {

void need_sodium() {
  static const int status = sodium_init();
  if (status < 0) {
    throw Error(ErrorKind::config, "libsodium cannot be used: no random numbers on this system");
  }
}

} // namespace tracekit::config
