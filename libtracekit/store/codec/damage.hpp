// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>

namespace tracekit::store::codec {

/// Stored bytes that no encoder writes. Stays inside the codec: the stream codec names the channel and throws Error.
class Damage : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

} // namespace tracekit::store::codec
