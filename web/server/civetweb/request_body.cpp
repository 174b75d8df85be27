// SPDX-License-Identifier: MIT
#include "civetweb/request_body.hpp"

#include <civetweb.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include "base/text.hpp"
#include "civetweb/connection_socket.hpp"

namespace tracekit::web {
namespace {

constexpr int request_timeout = 408;
constexpr int payload_too_large = 413;
constexpr int cut_off = 400;
constexpr int expectation_failed = 417;

/// Clients with much to send wait for this line first, and some of them for a whole second.
void invite_body(mg_connection* connection, const net::Headers& headers) {
  const auto expected = headers.find("Expect");
  if (!expected) {
    return;
  }
  if (!equals_ignoring_case(*expected, "100-continue")) {
    throw RequestRefused{expectation_failed};
  }
  constexpr std::string_view line = "HTTP/1.1 100 Continue\r\n\r\n";
  mg_write(connection, line.data(), line.size());
}

/// Whoever sends a body slower than this keeps a thread from others.
class Patience {
public:
  void check(std::uint64_t bytes_so_far) const {
    constexpr std::chrono::seconds at_first{10};
    constexpr std::uint64_t least_bytes_a_second = 16384;
    const auto taken = std::chrono::steady_clock::now() - begin_;
    if (taken > at_first + std::chrono::seconds(bytes_so_far / least_bytes_a_second)) {
      throw RequestRefused{request_timeout};
    }
  }

private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// How much to read at once. civetweb returns from reading only when all of it has come, however slowly that is, so
/// that nothing is asked for that is not there already: a few bytes at first, then what waits in the socket.
class Pieces {
public:
  explicit Pieces(const mg_request_info& info) : info_(info) {}

  std::size_t next(std::uint64_t bytes_so_far) {
    // Most bodies are short, and came along with the head. Of one in chunks, what waits is not all body.
    constexpr std::uint64_t short_body = 4096;
    const bool is_in_chunks = info_.content_length <= 0;
    if (bytes_so_far < short_body || is_in_chunks) {
      return few;
    }
    if (!socket_) {
      socket_ = ConnectionSocket::of(info_);
    }
    return std::clamp(socket_->waiting_bytes(), few, most);
  }

  static constexpr std::size_t most = 16384;

private:
  static constexpr std::size_t few = 8;

  const mg_request_info& info_;
  std::optional<ConnectionSocket> socket_;
};

} // namespace

void read_body(mg_connection* connection, const net::Headers& headers, std::uint64_t most_bytes,
               const std::function<void(std::string_view)>& take) {
  const mg_request_info& info = *mg_get_request_info(connection);
  if (info.content_length > 0 && static_cast<std::uint64_t>(info.content_length) > most_bytes) {
    throw RequestRefused{payload_too_large};
  }
  invite_body(connection, headers);
  const Patience patience;
  Pieces pieces(info);
  std::uint64_t size = 0;
  std::array<char, Pieces::most> buffer;
  int got = 0;
  while ((got = mg_read(connection, buffer.data(), pieces.next(size))) > 0) {
    size += static_cast<std::uint64_t>(got);
    if (size > most_bytes) {
      throw RequestRefused{payload_too_large};
    }
    take(std::string_view(buffer.data(), static_cast<std::size_t>(got)));
    patience.check(size);
  }
  // What was cut off on the way must not be taken for the whole.
  if (got < 0 || (info.content_length > 0 && size != static_cast<std::uint64_t>(info.content_length))) {
    throw RequestRefused{cut_off};
  }
}

} // namespace tracekit::web
