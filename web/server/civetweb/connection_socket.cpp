// SPDX-License-Identifier: MIT
#include "civetweb/connection_socket.hpp"

#include <arpa/inet.h>
#include <civetweb.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cstdint>
#include <filesystem>
#include <optional>

#include "base/text.hpp"

namespace tracekit::web {
namespace {

constexpr int no_descriptor = -1;

using EndOf = int (*)(int, sockaddr*, socklen_t*);

/// One end of a TCP connection over IPv4, which is all that is listened on.
std::optional<sockaddr_in> address_at(EndOf end_of, int descriptor) {
  sockaddr_in end{};
  socklen_t size = sizeof end;
  const bool is_known = end_of(descriptor, reinterpret_cast<sockaddr*>(&end), &size) == 0;
  return is_known && end.sin_family == AF_INET ? std::optional(end) : std::nullopt;
}

/// A sender may use one port for connections to several addresses of this machine, and then it is not known which of
/// them it is.
class Search {
public:
  explicit Search(const mg_request_info& info) : own_port_(htons(static_cast<std::uint16_t>(info.server_port))) {
    ::inet_pton(AF_INET, info.remote_addr, &peer_.sin_addr);
    peer_.sin_port = htons(static_cast<std::uint16_t>(info.remote_port));
  }

  void consider(int descriptor) {
    const auto peer = address_at(&::getpeername, descriptor);
    if (!peer || peer->sin_port != peer_.sin_port || peer->sin_addr.s_addr != peer_.sin_addr.s_addr) {
      return;
    }
    const auto own = address_at(&::getsockname, descriptor);
    if (own && own->sin_port == own_port_) {
      found_ = count_++ == 0 ? descriptor : no_descriptor;
    }
  }

  [[nodiscard]] int found() const { return found_; }

private:
  in_port_t own_port_;
  sockaddr_in peer_{};
  int count_ = 0;
  int found_ = no_descriptor;
};

} // namespace

ConnectionSocket ConnectionSocket::of(const mg_request_info& info) {
  Search search(info);
  std::error_code problem;
  for (std::filesystem::directory_iterator entry("/proc/self/fd", problem);
       !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
    if (const auto descriptor = parse_integer(entry->path().filename().string())) {
      search.consider(static_cast<int>(*descriptor));
    }
  }
  return ConnectionSocket(search.found());
}

std::size_t ConnectionSocket::waiting_bytes() const {
  int bytes = 0;
  const bool is_told = descriptor_ != no_descriptor && ::ioctl(descriptor_, FIONREAD, &bytes) == 0 && bytes > 0;
  return is_told ? static_cast<std::size_t>(bytes) : 0;
}

} // namespace tracekit::web
