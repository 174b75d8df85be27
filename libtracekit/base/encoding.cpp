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

/// What a sign of Base64 stands for; nothing for any other.
std::optional<std::uint32_t> value_of(char sign) {
  if (sign >= 'A' && sign <= 'Z') {
    return sign - 'A';
  }
  if (sign >= 'a' && sign <= 'z') {
    return sign - 'a' + 26;
  }
  if (sign >= '0' && sign <= '9') {
    return sign - '0' + 52;
  }
  if (sign == '+' || sign == '-') {
    return 62;
  }
  return sign == '/' || sign == '_' ? std::optional<std::uint32_t>(63) : std::nullopt;
}

} // namespace

std::string base64(ByteView bytes) {
  std::string out = encode(bytes, "+/");
  out.append((4 - out.size() % 4) % 4, '=');
  return out;
}

std::string base64_url(ByteView bytes) { return encode(bytes, "-_"); }

std::optional<Bytes> base64_decoded(std::string_view text) {
  Bytes out;
  std::uint32_t group = 0;
  std::size_t signs = 0;
  std::size_t padding = 0;
  for (const char sign : text) {
    if (std::string_view(" \t\r\n").find(sign) != std::string_view::npos) {
      continue;
    }
    if (sign == '=') {
      ++padding;
      continue;
    }
    const auto value = value_of(sign);
    if (!value || padding > 0) {
      return std::nullopt;
    }
    group = (group << 6U) | *value;
    if (++signs % 4 != 1) {
      const auto shift = static_cast<unsigned>(6 - 2 * ((signs - 1) % 4));
      out.push_back(static_cast<std::uint8_t>(group >> shift));
    }
  }
  const bool complete = signs % 4 != 1 && (padding == 0 || (signs + padding) % 4 == 0) && padding < 3;
  return complete ? std::optional(std::move(out)) : std::nullopt;
}

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
