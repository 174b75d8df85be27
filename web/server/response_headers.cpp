// SPDX-License-Identifier: MIT
#include "response_headers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace tracekit::web {
namespace {

struct Line {
  const char* name;
  const char* value;
};

constexpr std::array lines{
    Line{"Cache-Control", "no-store"},
    Line{"Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
    Line{"X-Content-Type-Options", "nosniff"},
    Line{"Referrer-Policy", "same-origin"},
    Line{"Cross-Origin-Opener-Policy", "same-origin"},
    Line{"Cross-Origin-Resource-Policy", "same-origin"},
};

std::string policy_with_images_of(const std::string& tiles) {
  return fmt::format("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:{}{}; connect-src "
                     "'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri "
                     "'none'; frame-ancestors 'none'",
                     tiles.empty() ? "" : " ", tiles);
}

/// `https://tiles.example.org:8443` of an address of tiles, `{s}` in it being any name; empty when it is no such
/// address. Nothing else may get into the policy.
std::string origin_of_tiles(const std::string& tile_url) {
  constexpr std::string_view subdomain = "{s}";
  const auto scheme_end = tile_url.find("://");
  if (scheme_end == std::string::npos) {
    return "";
  }
  const std::string scheme = tile_url.substr(0, scheme_end);
  std::string host = tile_url.substr(scheme_end + 3);
  host = host.substr(0, host.find('/'));
  if (host.starts_with(subdomain)) {
    host.replace(0, subdomain.size(), "*");
  }
  const bool is_plain = std::all_of(host.begin() + (host.starts_with('*') ? 1 : 0), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == ':';
  });
  return (scheme == "https" || scheme == "http") && is_plain && host.size() > 1 ? scheme + "://" + host : "";
}

} // namespace

void add_standard_headers(Response& response) {
  for (const Line& line : lines) {
    if (std::ranges::none_of(response.headers,
                             [&](const auto& header) { return equals_ignoring_case(header.first, line.name); })) {
      response.headers.emplace_back(line.name, line.value);
    }
  }
}

std::string page_policy() { return policy_with_images_of("") + "; require-trusted-types-for 'script'"; }

std::string map_page_policy(const std::string& tile_url) { return policy_with_images_of(origin_of_tiles(tile_url)); }

} // namespace tracekit::web
