// SPDX-License-Identifier: MIT
#include "providers/file/fingerprint.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace tracekit::file {
namespace {

/// Stands behind those that name the unpacked content.
constexpr std::string_view unpacked_mark = "unpacked";

} // namespace

std::string Fingerprint::text() const {
  return fmt::format("{}:{}:{}:{}:{}{}{}", stamp.size, stamp.modified_ns, stamp.inode, sha256, sessions,
                     may_be_packed ? "" : ":", may_be_packed ? "" : unpacked_mark);
}

std::optional<Fingerprint> Fingerprint::parse(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() != 5 && (parts.size() != 6 || parts[5] != unpacked_mark)) {
    return std::nullopt;
  }
  const auto size = parse_integer(parts[0]);
  const auto modified = parse_integer(parts[1]);
  const auto inode = parse_integer(parts[2]);
  const auto sessions = parse_integer(parts[4]);
  if (!size || !modified || !inode || !sessions || *sessions < 0) {
    return std::nullopt;
  }
  return Fingerprint{{static_cast<std::uint64_t>(*size), *modified, static_cast<std::uint64_t>(*inode)},
                     parts[3],
                     static_cast<std::size_t>(*sessions),
                     parts.size() == 5};
}

std::string Fingerprint::record_id(std::size_t session) const {
  return session == 0 ? sha256 : fmt::format("{}#{}", sha256, session);
}

} // namespace tracekit::file
