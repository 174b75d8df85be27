// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "base/bytes.hpp"

namespace tracekit {

/// SHA-256 of bytes that come piece by piece.
class RunningHash {
public:
  RunningHash();
  ~RunningHash();
  RunningHash(const RunningHash&) = delete;
  RunningHash& operator=(const RunningHash&) = delete;

  void add(ByteView piece);
  /// The hash of everything that was added, as 64 lower-case hexadecimal digits. More may be added afterwards.
  [[nodiscard]] std::string hex() const;

private:
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace tracekit
