// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tracekit::net {

/// An absolute http or https address, taken apart. Host and scheme are in lower case; an IPv6 host has no brackets.
struct Url {
  std::string scheme;
  std::string host;
  int port = 0;      ///< that of the scheme when none was written
  std::string path;  ///< begins with `/`
  std::string query; ///< without `?`, percent-encoded as it was written
  bool has_fragment_or_user = false;

  /// Throws Error(config) for anything else than http and https addresses with a host, and for control characters.
  static Url parse(std::string_view text);

  /// Put together again: no user, no fragment, no port where it is the scheme's.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool is_loopback() const; ///< `localhost`, 127.0.0.0/8 and `[::1]`
};

using Query = std::vector<std::pair<std::string, std::string>>;

/// Everything but letters, digits and `-._~` as `%XX` (RFC 3986).
std::string percent_encoded(std::string_view text);
/// `+` is a blank, as forms and browsers write it. A broken escape stays as it stands.
std::string percent_decoded(std::string_view text);
/// `a=1&b=2`, both sides encoded.
std::string query_text(const Query& query);
Query parse_query(std::string_view text);

/// The address of a request: base, path and query. The base may have a path of its own.
std::string address(std::string_view base, std::string_view path, const Query& query = {});

/// Throws Error(config) unless it is https, or http to this machine: secrets must not travel in the clear.
void require_safe(const Url& url);

/// Whether an answer of `from` may send us on to `to`: never from https to http, and only to the same host or one that
/// has its last two labels in common.
bool may_redirect(const Url& from, const Url& to);

/// The target of a `Location` header: absolute, or relative to the address that was asked.
Url resolve_location(const Url& from, std::string_view location);

} // namespace tracekit::net
