// SPDX-License-Identifier: MIT
#include "base/encoding.hpp"

#include <sys/random.h>

#include <cerrno>

#include "base/error.hpp"

namespace tracekit {
namespace {

std::string encode(ByteView bytes, std::string_view last_two) {
  std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  alphabet += last_two;
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = (group << 8U) | (k < count ? bytes[i + k] : 0U);
    }
    for (std::size_t k = 0; k <= count; ++k) {
      out += alphabet[(group >> (18U - 6U * k)) & 0x3FU];
    }
  }
  return out;
}

} // namespace

std::string base64(ByteView bytes) {
  std::string out = encode(bytes, "+/");
  out.append((4 - out.size() % 4) % 4, '=');
  return out;
}

std::string base64_url(ByteView bytes) { return encode(bytes, "-_"); }

Bytes random_bytes(std::size_t count) {
  Bytes out(count);
  for (std::size_t done = 0; done < count;) {
    const ssize_t got = ::getrandom(out.data() + done, count - done, 0);
    if (got < 0 && errno != EINTR) {
      throw Error(ErrorKind::config, "this system gives no random numbers");
    }
    done += got < 0 ? 0 : static_cast<std::size_t>(got);
  }
  return out;
}

bool same_secret(std::string_view a, std::string_view b) {
  unsigned difference = a.size() == b.size() ? 0U : 1U;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |= static_cast<unsigned char>(a[i]) ^
                  static_cast<unsigned>(static_cast<unsigned char>(b.empty() ? '\0' : b[i % b.size()]));
  }
  return difference == 0;
}

} // namespace tracekit
