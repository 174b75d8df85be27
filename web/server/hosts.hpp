// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace tracekit::web {

/// The names under which the server may be called. A page of a stranger whose name leads to this machine (DNS
/// rebinding) is told apart by the `Host` that its requests carry.
class Hosts {
public:
  /// This machine's own names, the address that is listened on, and the given ones.
  Hosts(const std::string& address, const std::vector<std::string>& names);

  /// By a `Host` line, with or without a port.
  [[nodiscard]] bool knows(std::string_view host) const;

private:
  std::set<std::string> names_;
};

/// Whether an address is of this machine: 127.0.0.0/8.
bool is_loopback(std::string_view address);

/// Whether a request comes straight from a program on this machine. A proxy on it brings requests of the whole world,
/// and says so.
bool is_local(const Request& request);

} // namespace tracekit::web
