// SPDX-License-Identifier: MIT
#include "civetweb/connection_socket.hpp"

#include <arpa/inet.h>
#include <civetweb.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <optional>

#include "base/text.hpp"

namespace tracekit::web {
namespace {

constexpr int no_descriptor = -1;

using EndOf = int (*)(int, sockaddr*, socklen_t*);

std::optional<sockaddr_in> address_at(EndOf end_of, int descriptor) {
  sockaddr_in end{};
  socklen_t size = sizeof end;
  const bool is_known = end_of(descriptor, reinterpret_cast<sockaddr*>(&end), &size) == 0;
  return is_known && end.sin_family == AF_INET ? std::optional(end) : std::nullopt;
}

/// Nothing when the descriptor is no connection.
std::optional<ConnectionEnds> ends_of(int descriptor) {
  const auto peer = address_at(&::getpeername, descriptor);
  const auto own = peer ? address_at(&::getsockname, descriptor) : std::nullopt;
  return own ? std::optional(ConnectionEnds{peer->sin_addr.s_addr, peer->sin_port, own->sin_port}) : std::nullopt;
}

} // namespace

ConnectionEnds ConnectionEnds::of(const mg_request_info& info) {
  in_addr peer{};
  ::inet_pton(AF_INET, info.remote_addr, &peer);
  return {peer.s_addr, htons(static_cast<std::uint16_t>(info.remote_port)),
          htons(static_cast<std::uint16_t>(info.server_port))};
}

std::vector<ConnectionSocket> ConnectionSocket::at(int own_port) {
  std::vector<ConnectionSocket> sockets;
  std::error_code problem;
  for (std::filesystem::directory_iterator entry("/proc/self/fd", problem);
       !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
    const auto number = parse_integer(entry->path().filename().string());
    const auto ends = number ? ends_of(static_cast<int>(*number)) : std::nullopt;
    if (ends && ends->own_port == htons(static_cast<std::uint16_t>(own_port))) {
      sockets.push_back(ConnectionSocket(static_cast<int>(*number), *ends));
    }
  }
  return sockets;
}

ConnectionSocket ConnectionSocket::of(const mg_request_info& info) {
  ConnectionSocket found(no_descriptor, ConnectionEnds::of(info));
  int count = 0;
  for (const ConnectionSocket& socket : at(info.server_port)) {
    if (socket.ends_ == found.ends_) {
      // A sender may use one port for connections to several addresses of this machine; it is not known then which.
      found.descriptor_ = count++ == 0 ? socket.descriptor_ : no_descriptor;
    }
  }
  return found;
}

std::size_t ConnectionSocket::waiting_bytes() const {
  int bytes = 0;
  const bool is_told = descriptor_ != no_descriptor && ::ioctl(descriptor_, FIONREAD, &bytes) == 0 && bytes > 0;
  return is_told ? static_cast<std::size_t>(bytes) : 0;
}

std::chrono::milliseconds ConnectionSocket::silence() const {
  tcp_info info{};
  socklen_t size = sizeof info;
  const bool is_told = ::getsockopt(descriptor_, IPPROTO_TCP, TCP_INFO, &info, &size) == 0;
  return std::chrono::milliseconds(is_told ? info.tcpi_last_data_recv : 0);
}

void ConnectionSocket::end_reading() const {
  // The copy stays with this connection, whatever becomes of the number.
  const int copy = ::fcntl(descriptor_, F_DUPFD_CLOEXEC, 0);
  if (copy != no_descriptor && ends_of(copy) == ends_) {
    ::shutdown(copy, SHUT_RD);
  }
  ::close(copy);
}

} // namespace tracekit::web
