// SPDX-License-Identifier: MIT
#include "http/conditional.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace tracekit::web {
namespace {

constexpr std::size_t etag_digits = 32;

/// Whether a list as `W/"a", "b"` names this tag. Weak and strong ones count alike, as RFC 9110 wants for GET.
bool names(std::string_view list, std::string_view tag) {
  return std::ranges::any_of(split(list, ','), [&](const std::string& one) {
    std::string_view word = trim(one);
    if (word.starts_with("W/")) {
      word.remove_prefix(2);
    }
    return word == "*" || word == tag;
  });
}

} // namespace

void answer_conditionally(const Request& request, Response& response) {
  if (response.status != 200 || (request.method != "GET" && request.method != "HEAD")) {
    return;
  }
  const std::string tag = fmt::format("\"{}\"", sha256_hex(as_bytes(response.body)).substr(0, etag_digits));
  response.headers.emplace_back("ETag", "W/" + tag);
  if (names(request.header("If-None-Match"), tag)) {
    response.status = 304;
    response.body.clear();
  }
}

bool takes_gzip(std::string_view accept_encoding) {
  return std::ranges::any_of(split(accept_encoding, ','), [](const std::string& one) {
    const std::vector<std::string> parts = split(one, ';');
    const std::string name = to_lower(trim(parts.front()));
    const bool is_refused = std::ranges::any_of(parts, [](const std::string& part) {
      const std::string_view word = trim(part);
      return word.starts_with("q=") && parse_double(word.substr(2)) == 0.0;
    });
    return (name == "gzip" || name == "*") && !is_refused;
  });
}

} // namespace tracekit::web
